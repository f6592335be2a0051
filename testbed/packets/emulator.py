#!/usr/bin/env python3
"""A bottleneck between two TUN devices: what enters one leaves the other, later or never.

Usage: emulator.py CLIENT_DEVICE SERVER_DEVICE SEED

Makes the devices (they are gone when it ends) and reads commands, one JSON object a line:
  {"set": STEP}              holds from now on; the first says that both devices are up
  {"schedule": [STEP, ...]}  each holds from its atMs on, counted from now; the counters start anew
  {"watch": PORT}            tells from now on of every packet with payload of the server at this TCP port, and of every
                             one that is dropped: {"packet": {"atMs": ..., "way": "down", "fate": "sent" | "overflowed" |
                             "lost" | "cut", "flow": CLIENT_PORT, "sequence": ..., "bytes": PAYLOAD, "queuedMs": ...}}
A STEP is a NetworkStep of testbed/experiment/network.ts. It says {"ready": true}, and after a schedule began one line a
second: {"second": 0, "lateMs": 0.4, "up": COUNTS, "down": COUNTS}, where lateMs is the longest time in which the
emulator stood still although it wanted to run. It ends when its input ends.

Packets wait in a drop-tail queue, leave it at the rate, and are then on the wire: for the delay and the jitter, never
overtaking each other. A cut loses what leaves the queue; what is on the wire still arrives.
"""
import fcntl
import gc
import json
import os
import random
import select
import struct
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
# Before browsers and servers, also where whoever started all of them was given priority: a late emulator is a delay
# nobody asked for. Niceness does not do it, because Linux weighs it within a session only (autogroup).
PRIORITY = os.sched_param(min(99, os.sched_getparam(0).sched_priority + 2))
# It looks at the clock at least as often, or it could not tell that it had been late.
LOOK_S = 0.010
LARGEST_PACKET_BYTES = 1500
# A TUN device carries bare IP; rates and counters are of Ethernet, as a capture shows it.
FRAME_BYTES = 14
# One round of reading, so that neither direction starves the other.
BATCH_PACKETS = 64
# The same as testbed/link/direction.ts: others' traffic does not change from packet to packet.
JITTER_HOLD_S = 0.020
JITTER_MEANS_MAX = 5
NEVER = float("inf")
IPV4_WITHOUT_OPTIONS = 0x45
TCP = 6


class Way:
    """One direction."""

    def __init__(self, name, source, sink, chance, on_fate):
        self.name = name
        self.on_fate = on_fate
        self.source = source
        self.sink = sink
        self.chance = chance
        self.queue = deque()
        self.queue_bytes = 0
        self.limit_bytes = 0
        self.wire = deque()
        self.seconds_per_byte = 0.0
        self.delay_s = 0.0
        self.jitter_mean_s = 0.0
        self.loss_ratio = 0.0
        self.is_cut = False
        self.busy_until = 0.0
        self.jitter_s = 0.0
        self.jitter_until = 0.0
        self.forget_counts()

    def forget_counts(self):
        self.bytes = self.packets = self.overflowed = self.lost = self.cut = 0

    def change(self, way, is_cut, now):
        self.serve(now)
        self.seconds_per_byte = 8 / way["rateBitsPerSecond"]
        self.delay_s = way["delayMs"] / 1000
        self.jitter_mean_s = way["jitterMs"] / 1000
        self.loss_ratio = way["lossRatio"]
        self.is_cut = is_cut
        # Never too small for a few packets, or nothing could pass.
        queue_bytes = way["queueMs"] / 1000 / self.seconds_per_byte
        self.limit_bytes = max(queue_bytes, 3 * (LARGEST_PACKET_BYTES + FRAME_BYTES))
        self.jitter_until = 0.0
        # A packet half served at the old rate starts again at the new one.
        self.busy_until = min(self.busy_until, now)
        if self.queue:
            self.busy_until = now

    def read(self, now):
        """Takes what the device has sent."""
        self.serve(now)
        for _ in range(BATCH_PACKETS):
            try:
                packet = os.read(self.source, LARGEST_PACKET_BYTES + 1)
            except BlockingIOError:
                return
            size = len(packet) + FRAME_BYTES
            if self.queue_bytes + size > self.limit_bytes:
                self.overflowed += 1
                self.on_fate(self.name, "overflowed", now, now, packet)
                continue
            self.queue.append((now, packet))
            self.queue_bytes += size

    def serve(self, now):
        """Moves from the queue to the wire what the rate has let through by now."""
        queue = self.queue
        while queue:
            entered, packet = queue[0]
            size = len(packet) + FRAME_BYTES
            end = max(self.busy_until, entered) + size * self.seconds_per_byte
            if end > now:
                return
            queue.popleft()
            self.queue_bytes -= size
            self.busy_until = end
            if self.is_cut:
                self.cut += 1
                self.on_fate(self.name, "cut", entered, end, packet)
            elif self.loss_ratio > 0 and self.chance.random() < self.loss_ratio:
                self.lost += 1
                self.on_fate(self.name, "lost", entered, end, packet)
            else:
                self.bytes += size
                self.packets += 1
                self.wire.append((end + self.delay_s + self.jitter(end), packet))
                self.on_fate(self.name, "sent", entered, end, packet)

    def jitter(self, at):
        if self.jitter_mean_s == 0:
            return 0
        if at >= self.jitter_until:
            self.jitter_until = at + JITTER_HOLD_S
            means = min(JITTER_MEANS_MAX, self.chance.expovariate(1))
            self.jitter_s = means * self.jitter_mean_s
        return self.jitter_s

    def deliver(self, now):
        """Hands over what has arrived; whoever is early waits for the one before."""
        wire = self.wire
        while wire and wire[0][0] <= now:
            try:
                os.write(self.sink, wire.popleft()[1])
            except OSError:
                pass  # The device is not up yet, or not any more.

    def next_at(self):
        """When something arrives, or could arrive once it is on the wire."""
        if self.wire:
            return self.wire[0][0]
        if self.queue:
            entered, packet = self.queue[0]
            size = len(packet) + FRAME_BYTES
            return max(self.busy_until, entered) + size * self.seconds_per_byte + self.delay_s
        return NEVER

    def counts(self):
        counts = {
            "bytes": self.bytes,
            "packets": self.packets,
            "queueBytes": self.queue_bytes,
            "overflowed": self.overflowed,
            "lost": self.lost,
            "cut": self.cut,
        }
        self.forget_counts()
        return counts


class Emulator:
    def __init__(self, client, server, seed):
        self.up = Way("up", client, server, random.Random(f"{seed} up"), self.fate)
        self.down = Way("down", server, client, random.Random(f"{seed} down"), self.fate)
        self.watched_port = None
        self.began = 0.0
        self.steps = deque()
        self.second = 0
        self.report_at = NEVER
        self.late_s = 0.0

    def command(self, command, now):
        if "watch" in command:
            self.watched_port = command["watch"]
        if "set" in command:
            self.change(command["set"], now)
        if "schedule" in command:
            self.began = now
            self.steps = deque(command["schedule"])
            self.second = 0
            self.report_at = now + 1
            self.late_s = 0.0
            for way in (self.up, self.down):
                way.serve(now)
                way.forget_counts()

    def change(self, step, now):
        self.up.change(step["up"], step["cut"] in ("both", "up"), now)
        self.down.change(step["down"], step["cut"] in ("both", "down"), now)

    def fate(self, way, fate, entered, left, packet):
        """Says what became of a packet of the watched server."""
        if self.watched_port is None or packet[0] != IPV4_WITHOUT_OPTIONS or packet[9] != TCP:
            return
        from_port, to_port, sequence = struct.unpack_from("!HHI", packet, 20)
        server_port, flow = (to_port, from_port) if way == "up" else (from_port, to_port)
        payload = len(packet) - 20 - (packet[32] >> 4) * 4
        if server_port != self.watched_port or (payload == 0 and fate == "sent"):
            return
        times = {"atMs": round((left - self.began) * 1000, 1), "queuedMs": round((left - entered) * 1000, 1)}
        say({"packet": {"way": way, "fate": fate, "flow": flow, "sequence": sequence, "bytes": payload, **times}})

    def step_at(self):
        return self.began + self.steps[0]["atMs"] / 1000 if self.steps else NEVER

    def run_to(self, now):
        """Does all that is due, and tells when to look again."""
        while self.step_at() <= now:
            self.change(self.steps[0], self.step_at())
            self.steps.popleft()
        for way in (self.up, self.down):
            way.serve(now)
            way.deliver(now)
        while self.report_at <= now:
            late_ms = round(self.late_s * 1000, 1)
            counts = {"up": self.up.counts(), "down": self.down.counts()}
            say({"second": self.second, "lateMs": late_ms, **counts})
            self.late_s = 0.0
            self.second += 1
            self.report_at += 1
        return min(self.up.next_at(), self.down.next_at(), self.step_at(), self.report_at)


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    # No IFF_VNET_HDR: so the kernel hands over whole packets of at most the MTU, never a batch to be cut by hardware.
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main():
    client, server = open_tun(sys.argv[1]), open_tun(sys.argv[2])
    try:
        os.sched_setscheduler(0, os.SCHED_RR, PRIORITY)
    except PermissionError:
        pass
    # Nothing here makes cycles, and a collection takes milliseconds.
    gc.disable()
    emulator = Emulator(client, server, sys.argv[3])
    ways = {client: emulator.up, server: emulator.down}
    commands = sys.stdin.fileno()
    # A device that is down is an error to read from.
    watched = [commands]
    text = b""
    say({"ready": True})
    while True:
        now = time.monotonic()
        wait_s = min(LOOK_S, max(0, emulator.run_to(now) - now))
        readable, _, _ = select.select(watched, [], [], wait_s)
        due, now = now + wait_s, time.monotonic()
        emulator.late_s = max(emulator.late_s, now - due)
        for source in readable:
            if source != commands:
                try:
                    ways[source].read(now)
                except OSError:
                    return  # The device is down: its namespace was taken away.
                continue
            piece = os.read(commands, 65536)
            if not piece:
                return
            *lines, text = (text + piece).split(b"\n")
            for line in lines:
                emulator.command(json.loads(line), now)
                watched = [commands, *ways]


main()
