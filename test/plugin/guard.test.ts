// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { guard } from '../../src/plugin/guard.ts';
import { GuardError } from '../../src/plugin/guard-error.ts';
import type { GuardedChannel } from '../../src/plugin/guarded-channel.ts';

/** A channel that goes nowhere. */
class FakeChannel extends EventTarget {
  binaryType = 'blob';
  readyState = 1;
  readonly protocol = '';
  readonly url = 'wss://sem.example.org/websockify?token=secret';
  readonly sent: Uint8Array[] = [];

  send(data: Uint8Array): void {
    this.sent.push(data.slice());
  }

  close(): void {
    this.readyState = 3;
  }

  receive(text: string): void {
    const { buffer } = new TextEncoder().encode(text);
    this.dispatchEvent(new MessageEvent('message', { data: buffer }));
  }
}

/** What noVNC 1.3 and later look for at a channel and one prototype above it. */
const NOVNC_WANTS = [
  'send',
  'close',
  'binaryType',
  'onerror',
  'onmessage',
  'onopen',
  'protocol',
  'readyState',
];

let channel: GuardedChannel | undefined;
afterEach(() => channel?.detach());

function guarded(raw = new FakeChannel()): { raw: FakeChannel; channel: GuardedChannel; heard: number[] } {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const heard: number[] = [];
  const made = guard(raw);
  channel = made;
  made.onmessage = ({ data }) => heard.push((data as ArrayBuffer).byteLength);
  return { raw, channel: made, heard };
}

describe('a guarded channel', () => {
  test('has what noVNC looks for', () => {
    const { channel: made } = guarded();
    const names = [...Object.keys(made), ...Object.getOwnPropertyNames(Object.getPrototypeOf(made))];
    expect(names).toEqual(expect.arrayContaining(NOVNC_WANTS));
  });

  test('is guarded once', () => {
    const { raw } = guarded();
    expect(() => guard(raw)).toThrow(GuardError);
  });

  test('opens nothing when an option is wrong', () => {
    const raw = new FakeChannel();
    expect(() => guard(raw, { policy: { maxInputAgeMs: 1 } })).toThrow('policy.maxInputAgeMs');
    expect(() => guarded(raw)).not.toThrow();
  });

  test('gives the server’s bytes to noVNC, and takes nothing but bytes', () => {
    const { raw, channel: made, heard } = guarded();
    raw.receive('RFB 003.008\n');
    expect(heard).toEqual([12]);
    made.send(new TextEncoder().encode('RFB 003.008\n'));
    expect(raw.sent.map((each) => each.length)).toEqual([12]);
    expect(() => made.send('RFB' as unknown as ArrayBuffer)).toThrow(TypeError);
  });

  test('sends nothing to a server that does not speak RFB, and says so', () => {
    const { raw, channel: made, heard } = guarded();
    const faults: string[] = [];
    made.on('fault', ({ code }) => faults.push(code));
    raw.receive('HTTP/1.1 400 Bad Request');
    made.send(Uint8Array.of(1, 2, 3));
    expect(heard).toEqual([24]);
    expect(raw.sent).toEqual([]);
    expect(faults).toEqual(['not-vnc']);
  });

  test('closes the connection, and says so to whoever listens', () => {
    const { raw, channel: made } = guarded();
    const closed = vi.fn();
    made.onclose = closed;
    made.addEventListener('close', closed);
    made.close();
    raw.dispatchEvent(new Event('close'));
    expect(raw.readyState).toBe(3);
    expect(closed).toHaveBeenCalledTimes(2);
  });

  test('is attached to one RFB, and to none after it was detached', () => {
    const { channel: made } = guarded();
    const rfb = { viewOnly: false };
    made.attach(rfb);
    made.attach(rfb);
    expect(rfb.viewOnly).toBe(true);
    expect(() => made.attach({ viewOnly: false })).toThrow(GuardError);
    made.detach();
    expect(rfb.viewOnly).toBe(false);
    expect(() => made.attach(rfb)).toThrow(GuardError);
  });

  test('leaves the bytes alone after it was detached', () => {
    const { raw, channel: made, heard } = guarded();
    raw.receive('RFB 003.008\n');
    made.detach();
    made.send(Uint8Array.of(1, 2, 3));
    raw.receive('more');
    expect(raw.sent.at(-1)).toEqual(Uint8Array.of(1, 2, 3));
    expect(heard).toEqual([12, 4]);
  });
});
