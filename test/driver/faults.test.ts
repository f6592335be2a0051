import { describe, expect, it } from 'vitest';
import type { GuardPart } from '../../src/driver/safe-guard.ts';
import { SNAPSHOT_PERIOD_MS } from '../../src/driver/session-news.ts';
import { DEFAULT_QUALITY } from '../../src/model/codec/quality-policy.ts';
import { Wire } from '../../src/model/rfb/wire.ts';
import { DriverRig, nonceOf, probe, release, ScriptedGuard } from '../support/driver-rig.ts';
import {
  clientClipboard,
  clientCutText,
  clientFence,
  clientXvp,
  firstMessages,
  key,
  openSession,
  pointer,
  qemuKey,
  setEncodings,
  updateRequest,
} from '../support/rfb-bytes.ts';
import { bell, fence, join, raw, update } from '../support/rfb-server-bytes.ts';
import { snapshotOf } from '../support/snapshot-of.ts';

const METHODS = [
  'client',
  'server',
  'serverBytes',
  'clientLost',
  'fault',
  'tick',
  'setPolicy',
  'setVisible',
  'closing',
  'closed',
  'snapshot',
] as const satisfies readonly (keyof GuardPart)[];

const boom = (): never => {
  throw new Error('boom');
};

/** A guard of which one method, or all, throws once `armed`. */
function failing(methods: readonly (keyof GuardPart)[]): ScriptedGuard {
  const guard = new ScriptedGuard();
  for (const method of methods) Object.assign(guard, { [method]: boom });
  return guard;
}

function connected(guard: ScriptedGuard): DriverRig {
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  return rig;
}

const PRESSES = [
  key(true, 0x61),
  qemuKey(true, 0x61, 30),
  pointer(1, 5, 5),
  clientCutText([65, 66]),
  clientClipboard(0x10000001, [1, 2]),
  clientXvp(2),
];
const PROTOCOL = [
  updateRequest(true, [0, 0, 1, 1]),
  setEncodings([7]),
  clientFence(0, [1]),
  clientClipboard(0x01000001),
];

describe('a guard that throws', () => {
  it.each(METHODS)('from %s never lets the page know', (method) => {
    const rig = connected(failing([method]));
    rig.client(join(...PRESSES, ...PROTOCOL));
    rig.server(join(bell(), update([raw({ x: 0, y: 0, width: 2, height: 2 })])));
    rig.tick();
    rig.driver.setVisible(false);
    rig.driver.setPolicy({
      version: 1,
      mode: 'guard',
      whenUnverified: 'block',
      whenUnguarded: 'pass',
      maxInputAgeMs: 500,
      override: 'allow',
      quality: DEFAULT_QUALITY,
    });
    rig.client(Uint8Array.of(99));
    rig.tick();
    rig.driver.closing();
    rig.driver.closed();
    expect(rig.snapshots.length).toBeGreaterThan(0);
  });

  it('blocks presses and passes protocol', () => {
    const rig = connected(failing(['client']));
    rig.clear();
    for (const press of PRESSES) rig.client(press);
    expect(rig.taken).toEqual([]);
    for (const message of PROTOCOL) rig.client(message);
    expect(rig.taken).toEqual(PROTOCOL);
  });

  it('passes releases, of buttons at the place the server saw last', () => {
    const guard = new ScriptedGuard();
    const rig = connected(guard);
    rig.client(join(key(true, 0x61), pointer(5, 30, 40)));
    Object.assign(guard, { client: boom });
    rig.clear();
    rig.client(
      join(
        key(false, 0x61),
        pointer(4, 99, 99),
        pointer(4, 120, 99),
        pointer(6, 120, 99),
        pointer(0, 99, 99),
      ),
    );
    expect(join(...rig.taken)).toEqual(join(key(false, 0x61), pointer(4, 30, 40), pointer(0, 30, 40)));
  });

  it('has what it left down let go of, as soon as the fault is seen', () => {
    const guard = new ScriptedGuard();
    const rig = connected(guard);
    rig.client(join(key(true, 0x61), pointer(1, 30, 40)));
    // The guard caught the fault by itself, and its releases got lost with the call that failed.
    guard.snapshot = (nowMs) => snapshotOf({ nowMs, blocked: 'fault', guardingReason: 'fault' });
    guard.tick = () => [{ type: 'announce' }];
    rig.clear();
    rig.tick();
    expect(join(...rig.taken)).toEqual(join(key(false, 0x61), pointer(0, 30, 40)));
    expect(rig.recorded.at(-1)?.event).toEqual({ type: 'release', cause: 'fault', keys: 1, buttons: 1 });
    rig.clear();
    rig.tick();
    expect(rig.taken).toEqual([]);
  });

  it.each(['closing', 'clientLost'] as const)(
    'from %s still lets go of what is down, before anything else',
    (method) => {
      const rig = connected(failing([method]));
      rig.client(join(key(true, 0x61), pointer(1, 30, 40)));
      rig.clear();
      if (method === 'closing') rig.driver.closing();
      else rig.driver.unreadable('not-binary');
      expect(join(...rig.taken)).toEqual(join(key(false, 0x61), pointer(0, 30, 40)));
    },
  );

  it('from what is final is not believed any more', () => {
    const lost = connected(failing(['clientLost']));
    lost.driver.unreadable('not-binary');
    expect(lost.snapshots.at(-1)).toMatchObject({ guarding: 'unguarded', guardingReason: 'not-binary' });

    const closed = connected(failing(['closed']));
    closed.driver.closed();
    expect(closed.snapshots.at(-1)).toMatchObject({ guarding: 'closed' });

    const unread = connected(failing(['server']));
    unread.driver.serverUnreadable('unknown-message');
    expect(unread.snapshots.at(-1)).toMatchObject({ guarding: 'unverified', blocked: 'fault' });
  });

  it('is told of its fault, and not asked again if it cannot even hear that', () => {
    const guard = failing(['client']);
    let faults = 0;
    guard.fault = () => {
      faults++;
      return [];
    };
    const rig = connected(guard);
    const before = faults;
    rig.client(key(true, 1));
    rig.client(key(true, 1));
    expect(faults - before).toBe(2);

    const deaf = failing(['client', 'fault']);
    let asked = 0;
    const deafRig = connected(deaf);
    deaf.tick = () => {
      asked++;
      return [];
    };
    deafRig.tick();
    expect(asked).toBe(0);
    expect(deafRig.snapshots.at(-1)).toMatchObject({
      guarding: 'unverified',
      guardingReason: 'fault',
      blocked: 'fault',
    });
  });

  it('still has its probe replies taken out', () => {
    const guard = new ScriptedGuard();
    const rig = connected(guard);
    guard.tick = () => [probe(nonceOf(1))];
    rig.tick();
    Object.assign(guard, { server: boom, fault: boom });
    rig.clear();
    rig.server(join(bell(), fence(0, nonceOf(1)), bell()));
    expect(join(...rig.delivered)).toEqual(join(bell(), bell()));
  });

  it('cannot be built: presses are blocked and that is seen', () => {
    const rig = new DriverRig({ buildGuard: boom });
    rig.play([...openSession(), firstMessages()]);
    rig.clear();
    rig.client(join(key(true, 1), key(false, 1)));
    expect(rig.taken).toEqual([key(false, 1)]);
    rig.tick(SNAPSHOT_PERIOD_MS);
    expect(rig.snapshots.at(-1)).toMatchObject({ guarding: 'unverified', blocked: 'fault' });
  });
});

/** A wire that fails at one direction once it is armed. */
class FailingWire extends Wire {
  armed: 'server' | 'client' | null = null;

  override server(chunk: Uint8Array) {
    if (this.armed === 'server') throw new Error('boom');
    return super.server(chunk);
  }

  override client(chunk: Uint8Array) {
    if (this.armed === 'client') throw new Error('boom');
    return super.client(chunk);
  }
}

describe('a wire that throws', () => {
  function connectedTo(wire: FailingWire, guard: ScriptedGuard): DriverRig {
    const rig = new DriverRig({ guard, wire: () => wire });
    rig.play([...openSession(), firstMessages()]);
    rig.clear();
    return rig;
  }

  it('at the client: releases first, then all bytes pass and that is seen', () => {
    const wire = new FailingWire();
    const guard = new ScriptedGuard();
    guard.clientLost = () => [release(key(false, 0x61))];
    const rig = connectedTo(wire, guard);
    rig.client(key(true, 0x62).subarray(0, 3));
    wire.armed = 'client';
    rig.client(key(true, 0x62).subarray(3));
    rig.client(key(true, 0x63));
    expect(join(...rig.taken)).toEqual(join(key(false, 0x61), key(true, 0x62), key(true, 0x63)));
    expect(rig.snapshots.length).toBeGreaterThan(0);
  });

  it('at the server: all bytes pass, without our replies', () => {
    const wire = new FailingWire();
    const guard = new ScriptedGuard();
    const rig = connectedTo(wire, guard);
    guard.tick = () => [probe(nonceOf(1))];
    rig.tick();
    guard.tick = () => [];
    const told: string[] = [];
    guard.server = (event) => {
      told.push(event.type);
      return { outcome: 'deliver', effects: [] };
    };
    wire.armed = 'server';
    rig.clear();
    rig.server(join(bell(), fence(0, nonceOf(1)), bell()));
    expect(join(...rig.delivered)).toEqual(join(bell(), bell()));
    expect(told).toEqual(['desync']);
  });
});
