import { describe, expect, it } from 'vitest';
import { failSafe } from '../../../src/model/gate/fail-safe.ts';
import { Appearance } from '../../../src/model/guard/appearance.ts';
import { Faults } from '../../../src/model/guard/faults.ts';
import { Pulse } from '../../../src/model/guard/pulse.ts';
import { Standing } from '../../../src/model/guard/standing.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { cutText, everyProtocolMessage, key, pointer, xvp } from '../../support/guard-messages.ts';

describe('the verdict while the gate fails', () => {
  const held = { sentMask: 5, x: 3, y: 4 };
  it('passes protocol and releases', () => {
    for (const message of everyProtocolMessage()) expect(failSafe(message, held)).toEqual({ type: 'send' });
    expect(failSafe(key(false, 65), held)).toEqual({ type: 'send' });
    expect(failSafe(pointer(0, 99, 99), held)).toEqual({
      type: 'replace',
      bytes: Uint8Array.of(5, 0, 0, 3, 0, 4),
    });
    expect(failSafe(pointer(3, 99, 99), held)).toEqual({
      type: 'replace',
      bytes: Uint8Array.of(5, 1, 0, 3, 0, 4),
    });
  });
  it('drops everything else', () => {
    for (const message of [key(true, 65), pointer(5, 9, 9), pointer(7, 9, 9), cutText(), xvp()]) {
      expect(failSafe(message, held)).toEqual({ type: 'drop', reason: 'fault' });
    }
  });
});

describe('faults', () => {
  it('block for 5 s, and for good when a second comes within a minute', () => {
    const faults = new Faults();
    expect(faults.isBlocking(0)).toBe(false);
    faults.note(1000);
    expect(faults.isBlocking(5999)).toBe(true);
    expect(faults.isBlocking(6000)).toBe(false);
    expect(faults.isBlocking(500)).toBe(true);
    faults.note(61_001);
    expect(faults.isBlocking(70_000)).toBe(false);
    faults.note(121_001);
    expect(faults.isBlocking(1e9)).toBe(true);
  });
});

describe('the pulse', () => {
  it('misses a tick after 500 ms, and whenever the clock runs backwards', () => {
    const pulse = new Pulse(1000);
    expect(pulse.missed(1500)).toBe(false);
    expect(pulse.missed(1501)).toBe(true);
    expect(pulse.missed(999)).toBe(true);
    pulse.beat(1501);
    expect(pulse.missed(1551)).toBe(false);
  });
});

describe('how far a connection can be guarded', () => {
  it('only ever gets worse', () => {
    const standing = new Standing();
    expect(standing.guarding(STRICT_POLICY)).toBe('connecting');
    standing.started();
    expect(standing.guarding(STRICT_POLICY)).toBe('guarded');
    expect(standing.guarding({ ...STRICT_POLICY, mode: 'measure' })).toBe('measuring');
    standing.serverLost('unknown-encoding');
    standing.started();
    expect(standing.guarding({ ...STRICT_POLICY, mode: 'measure' })).toBe('unverified');
    standing.clientLost('base64');
    standing.serverLost('unknown-message');
    expect(standing.guarding(STRICT_POLICY)).toBe('unguarded');
    expect(standing.reason).toBe('base64');
    standing.closed();
    standing.clientLost('kasm');
    expect(standing.guarding(STRICT_POLICY)).toBe('closed');
    expect(standing.reason).toBe('base64');
  });

  it('holds input back unless told to measure only, or nothing can be read', () => {
    const standing = new Standing();
    standing.started();
    expect(standing.enforces(STRICT_POLICY, false)).toBe(true);
    expect(standing.enforces({ ...STRICT_POLICY, mode: 'measure' }, true)).toBe(false);
    standing.serverLost('unknown-encoding');
    expect(standing.enforces(STRICT_POLICY, false)).toBe(true);
    expect(standing.enforces({ ...STRICT_POLICY, whenUnverified: 'pass' }, false)).toBe(false);
    expect(standing.enforces({ ...STRICT_POLICY, whenUnverified: 'pass' }, true)).toBe(true);
    standing.clientLost('kasm');
    expect(standing.enforces(STRICT_POLICY, true)).toBe(false);
  });
});

describe('what the user has to learn at once', () => {
  it('is every change of state, permit and guarding, once', () => {
    const appearance = new Appearance();
    const face = {
      state: 'stable',
      blocked: null,
      guarding: 'guarded',
      armed: true,
      overridden: false,
      asks: false,
    } as const;
    expect(appearance.update(face, 0, 0)).toBe(true);
    expect(appearance.update(face, 0, 50)).toBe(false);
    expect(appearance.update({ ...face, state: 'unstable' }, 0, 100)).toBe(true);
    expect(appearance.update({ ...face, state: 'unstable', guarding: 'unverified' }, 0, 150)).toBe(true);
    expect(appearance.update({ ...face, blocked: 'fault' }, 0, 200)).toBe(true);
  });

  it('counts time and drops from when the gate closed, across a change of reason', () => {
    const appearance = new Appearance();
    const face = {
      state: 'stable',
      blocked: null,
      guarding: 'guarded',
      armed: true,
      overridden: false,
      asks: false,
    } as const;
    appearance.update(face, 7, 0);
    appearance.update({ ...face, blocked: 'probe-overdue' }, 8, 100);
    appearance.update({ ...face, blocked: 'breakdown' }, 10, 300);
    expect(appearance.blockedMs(400)).toBe(300);
    expect(appearance.droppedPresses).toBe(3);
    appearance.update(face, 10, 500);
    expect(appearance.blockedMs(600)).toBe(0);
    appearance.update({ ...face, blocked: 'no-data' }, 10, 700);
    expect(appearance.droppedPresses).toBe(0);
  });
});
