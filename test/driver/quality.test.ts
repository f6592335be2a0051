import { describe, expect, it } from 'vitest';
import { DEFAULT_QUALITY } from '../../src/model/codec/quality-policy.ts';
import { Guard } from '../../src/model/guard.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { DriverRig, quality, release, ScriptedGuard, verdicts } from '../support/driver-rig.ts';
import {
  clientCutText,
  firstMessages,
  key,
  openSession,
  setEncodings,
  updateRequest,
} from '../support/rfb-bytes.ts';
import { join, raw, update } from '../support/rfb-server-bytes.ts';

const COARSE = setEncodings([7, -32, -254]);
const FINE = setEncodings([7, -23, -254]);
const REFRESH = updateRequest(false, [0, 0, 640, 480]);

function connected(guard = new ScriptedGuard()): { rig: DriverRig; guard: ScriptedGuard } {
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  rig.clear();
  return { rig, guard };
}

/** Has the guard want these sent, once. */
function wants(rig: DriverRig, guard: ScriptedGuard, ...messages: readonly Uint8Array[]): void {
  guard.tick = () => messages.map(quality);
  rig.tick();
  guard.tick = () => [];
}

describe('a list of encodings', () => {
  it('of the page goes out as another one where the guard says so, however it was cut', () => {
    const { rig, guard } = connected();
    guard.client = verdicts(({ type }) => (type === 'set-encodings' ? COARSE : 'send'));
    const before = key(true, 0x61);
    const after = updateRequest(true, [0, 0, 1, 1]);
    const page = join(before, setEncodings([7, -26, -254]), after);
    rig.client(page.subarray(0, 13));
    rig.client(page.subarray(13, 22));
    rig.client(page.subarray(22));
    expect(join(...rig.taken)).toEqual(join(before, COARSE, after));
    // As the server reads it: one message of ours is one send.
    expect(rig.taken).toContainEqual(COARSE);
  });

  it('of ours waits for the end of a paste, and of several only the newest goes out', () => {
    const { rig, guard } = connected();
    const paste = clientCutText(new Uint8Array(20_000).fill(0x41));
    rig.client(paste.subarray(0, 10_000));
    wants(rig, guard, COARSE, REFRESH);
    wants(rig, guard, FINE);
    guard.tick = () => [release(key(false, 1))];
    rig.tick();
    guard.tick = () => [];
    expect(join(...rig.taken)).toEqual(paste.subarray(0, 10_000));
    rig.client(paste.subarray(10_000));
    expect(join(...rig.taken)).toEqual(join(paste, REFRESH, FINE, key(false, 1)));
  });

  it.each<readonly [string, (rig: DriverRig) => void]>([
    ['server’s', (rig) => rig.driver.serverUnreadable('unknown-message')],
    ['page’s', (rig) => rig.driver.unreadable('not-binary')],
  ])('of ours is not written once the %s stream cannot be read', (_whose, lose) => {
    const { rig, guard } = connected();
    lose(rig);
    rig.clear();
    wants(rig, guard, COARSE, REFRESH);
    expect(rig.taken).toEqual([]);
  });

  it('that waited is dropped when a stream is lost meanwhile', () => {
    const { rig, guard } = connected();
    const paste = clientCutText(new Uint8Array(20_000).fill(0x41));
    rig.client(paste.subarray(0, 10_000));
    wants(rig, guard, COARSE, REFRESH);
    rig.driver.serverUnreadable('unknown-message');
    rig.client(paste.subarray(10_000));
    expect(join(...rig.taken)).toEqual(paste);
  });
});

describe('a driver with a fixed quality', () => {
  it('writes one list of its own after the first picture, and none into a half written message', () => {
    const policy = {
      ...STRICT_POLICY,
      quality: { ...DEFAULT_QUALITY, choice: { type: 'fixed', level: 0 } },
    } as const;
    const rig = new DriverRig({ policy, buildGuard: (options) => new Guard(options) });
    rig.play([...openSession(), firstMessages()]);
    rig.client(setEncodings([7, -26, -254]));
    rig.server(update([raw({ x: 0, y: 0, width: 2, height: 2 })]));
    rig.clear();
    const paste = clientCutText([]);
    rig.client(paste.subarray(0, 3));
    for (let ticks = 0; ticks < 40; ticks++) rig.tick();
    rig.client(paste.subarray(3));
    expect(rig.taken.filter((bytes) => bytes[0] === 2)).toEqual([COARSE]);
    rig.client(FINE);
    expect(rig.taken.at(-1)).toEqual(COARSE);
  });
});
