#!/usr/bin/env python3
"""One end of a path under test: sends datagrams by the clock, and says when what arrived.

Usage: path-end.py ADDRESS

Says {"udp": PORT, "tcp": PORT}. Told {"to": [ADDRESS, PORT], "packets": N, "bytes": N, "gapUs": N, "echo": BOOL}, it
sends so many and says {"sent": [NS, ...]}. It says {"got": [[NUMBER, SENT_NS, GOT_NS], ...]} of datagrams that arrived,
and sends those that ask for it back, with a time of their own. Lines over TCP are answered and said as
{"line": TEXT, "ns": NS}. When a datagram arrived is the kernel's word: it does not matter when this process gets to
run. It ends when its input ends.
"""
import json
import os
import selectors
import socket
import struct
import sys
import time

STAMP = struct.Struct("!IQ?")
TIMESPEC = struct.Struct("qq")
SO_TIMESTAMPNS = 35
SO_RCVBUFFORCE = 33
RECEIVE_BYTES = 16 * 1024 * 1024


def say(message):
    print(json.dumps(message), flush=True)


def send(udp, order):
    padding = bytes(order["bytes"] - STAMP.size)
    sent = []
    began = time.monotonic()
    for number in range(order["packets"]):
        # By the clock and not by the last one: who comes late catches up.
        wait_s = began + number * order["gapUs"] / 1e6 - time.monotonic()
        if wait_s > 0:
            time.sleep(wait_s)
        sent.append(time.time_ns())
        stamp = STAMP.pack(number, sent[-1], order["echo"])
        udp.sendto(stamp + padding, tuple(order["to"]))
    say({"sent": sent})


def receive(udp):
    got = []
    while True:
        try:
            packet, notes, _, sender = udp.recvmsg(2048, 64, socket.MSG_DONTWAIT)
        except BlockingIOError:
            break
        seconds, ns = TIMESPEC.unpack(notes[0][2])
        number, sent_ns, is_asking = STAMP.unpack_from(packet)
        got.append([number, sent_ns, seconds * 1_000_000_000 + ns])
        if is_asking:
            udp.sendto(STAMP.pack(number, time.time_ns(), False) + packet[STAMP.size :], sender)
    if got:
        say({"got": got})


def main():
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    udp.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BYTES)
    udp.bind((sys.argv[1], 0))
    tcp = socket.create_server((sys.argv[1], 0))
    watch = selectors.DefaultSelector()
    for source in (sys.stdin, udp, tcp):
        watch.register(source, selectors.EVENT_READ)
    say({"udp": udp.getsockname()[1], "tcp": tcp.getsockname()[1]})
    text = b""
    while True:
        for key, _ in watch.select():
            source = key.fileobj
            if source is sys.stdin:
                piece = os.read(0, 65536)
                if not piece:
                    return
                *lines, text = (text + piece).split(b"\n")
                for line in lines:
                    send(udp, json.loads(line))
            elif source is udp:
                receive(udp)
            elif source is tcp:
                connection, _ = tcp.accept()
                watch.register(connection, selectors.EVENT_READ)
            else:
                piece = source.recv(65536)
                if not piece:
                    watch.unregister(source)
                    source.close()
                    continue
                for line in piece.decode().splitlines():
                    say({"line": line, "ns": time.time_ns()})
                source.sendall(piece)


main()
