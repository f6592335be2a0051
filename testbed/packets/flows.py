#!/usr/bin/env python3
"""Other people's downloads: greedy TCP flows through the same bottleneck.

Usage: flows.py sink ADDRESS        reads and forgets; says {"port": PORT}
       flows.py send ADDRESS PORT   keeps as many flows as the last line of its input says, at first none;
                                says {"ready": true}

Both end when their input ends. The congestion control is that of the route.
"""
import json
import os
import selectors
import socket
import struct
import sys

BLOCK = os.urandom(64 * 1024)
# A flow that stops resets its connection, so that what it has not sent yet is not sent later.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
# These would be other machines, which do not wait for this one's browser; but the emulator goes first.
PRIORITY = os.sched_param(min(99, os.sched_getparam(0).sched_priority + 1))


def sink(address):
    listener = socket.create_server((address, 0), backlog=64)
    watch = selectors.DefaultSelector()
    watch.register(listener, selectors.EVENT_READ)
    watch.register(sys.stdin, selectors.EVENT_READ)
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    while True:
        for key, _ in watch.select():
            if key.fileobj is sys.stdin:
                return
            if key.fileobj is listener:
                flow, _ = listener.accept()
                watch.register(flow, selectors.EVENT_READ)
                continue
            try:
                if key.fileobj.recv(1 << 20):
                    continue
            except OSError:
                pass
            watch.unregister(key.fileobj)
            key.fileobj.close()


class Senders:
    def __init__(self, address, port):
        self.target = (address, port)
        self.watch = selectors.DefaultSelector()
        self.watch.register(sys.stdin.fileno(), selectors.EVENT_READ)
        self.flows = []

    def open(self):
        flow = socket.socket()
        flow.setblocking(False)
        flow.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        flow.connect_ex(self.target)
        self.watch.register(flow, selectors.EVENT_WRITE)
        self.flows.append(flow)

    def close(self, flow):
        self.watch.unregister(flow)
        self.flows.remove(flow)
        flow.close()

    def keep(self, count):
        while len(self.flows) > count:
            self.close(self.flows[-1])
        while len(self.flows) < count:
            self.open()

    def run(self):
        print(json.dumps({"ready": True}), flush=True)
        while True:
            for key, _ in self.watch.select():
                if key.fileobj == sys.stdin.fileno():
                    lines = os.read(sys.stdin.fileno(), 4096).split()
                    if not lines:
                        return
                    self.keep(int(lines[-1]))
                    # The other events may be of flows that are closed now.
                    break
                self.send(key.fileobj)

    def send(self, flow):
        try:
            flow.send(BLOCK)
        except BlockingIOError:
            pass
        except OSError:
            # Broken by a long cut: others would begin their download again.
            self.close(flow)
            self.open()


try:
    os.sched_setscheduler(0, os.SCHED_RR, PRIORITY)
except PermissionError:
    pass
if sys.argv[1] == "sink":
    sink(sys.argv[2])
else:
    Senders(sys.argv[2], int(sys.argv[3])).run()
