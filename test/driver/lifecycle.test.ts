import { describe, expect, it } from 'vitest';
import { TICK_MS } from '../../src/driver/driver.ts';
import { SNAPSHOT_PERIOD_MS } from '../../src/driver/session-news.ts';
import { DEFAULT_QUALITY } from '../../src/model/codec/quality-policy.ts';
import type { Journal } from '../../src/model/gate/journal.ts';
import { DriverRig, release, ScriptedGuard } from '../support/driver-rig.ts';
import { firstMessages, key, openSession } from '../support/rfb-bytes.ts';

function connected(guard = new ScriptedGuard()): { rig: DriverRig; guard: ScriptedGuard } {
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  rig.clear();
  return { rig, guard };
}

describe('a driven connection', () => {
  it('sends its picture at most five times a second', () => {
    const { rig } = connected();
    for (let elapsedMs = 0; elapsedMs < 2000; elapsedMs += TICK_MS) rig.tick(TICK_MS);
    expect(rig.snapshots).toHaveLength(2000 / SNAPSHOT_PERIOD_MS);
  });

  it('sends its picture at once when the guard announces a change, once per call', () => {
    const { rig, guard } = connected();
    guard.client = () => ({
      outcome: { type: 'send' },
      effects: [{ type: 'announce' }, { type: 'announce' }],
    });
    rig.client(key(true, 1));
    expect(rig.snapshots).toHaveLength(1);
  });

  it('ticks from the first sign of RFB until it is closed', () => {
    const rig = new DriverRig();
    expect(rig.ticking).toBe(false);
    rig.play(openSession());
    expect(rig.ticking).toBe(true);
    rig.driver.closed();
    expect(rig.ticking).toBe(false);
  });

  it('tells the guard that it is closed once, and shows it', () => {
    const { rig, guard } = connected();
    rig.driver.closed();
    rig.driver.closed();
    expect(guard.calls.filter((call) => call === 'closed')).toHaveLength(1);
    expect(rig.snapshots).toHaveLength(1);
  });

  it('passes on visibility and policy, also what was said before it spoke RFB', () => {
    const guard = new ScriptedGuard();
    const policies: string[] = [];
    const rig = new DriverRig({
      buildGuard: (options) => {
        policies.push(options.policy.mode);
        return guard;
      },
    });
    rig.driver.setVisible(false);
    rig.driver.setPolicy({
      version: 1,
      mode: 'measure',
      whenUnverified: 'block',
      whenUnguarded: 'pass',
      maxInputAgeMs: 500,
      override: 'allow',
      quality: DEFAULT_QUALITY,
    });
    rig.play(openSession());
    expect(policies).toEqual(['measure']);
    expect(guard.calls).toContain('visible false');
    rig.driver.setVisible(true);
    rig.driver.setVisible(true);
    expect(guard.calls.filter((call) => call === 'visible true')).toHaveLength(1);
  });

  it('passes on what others left down, without what it began with', () => {
    const key = (keysym: number) => ({ keysym, keycode: null });
    const journal = { keys: [key(1), key(2)], buttonMask: 1, x: 5, y: 6 };
    const guard = new ScriptedGuard();
    const inherited: Journal[] = [];
    guard.inherit = (left) => {
      inherited.push(left);
      return [];
    };
    const rig = new DriverRig({ guard, journal: { read: () => journal, write: () => {} } });
    rig.driver.inherit(journal);
    expect(inherited, 'not before it speaks RFB').toEqual([]);
    rig.play(openSession());
    rig.driver.inherit({ keys: [key(2), key(3)], buttonMask: 5, x: 7, y: 8 });
    expect(inherited).toEqual([{ keys: [key(3)], buttonMask: 4, x: 7, y: 8 }]);
    rig.driver.closed();
    rig.driver.inherit(journal);
    expect(inherited).toHaveLength(1);
  });

  it('sends releases when it is hidden', () => {
    const { rig, guard } = connected();
    guard.setVisible = () => [release(key(false, 7))];
    rig.driver.setVisible(false);
    expect(rig.taken).toEqual([key(false, 7)]);
  });

  it('says so when it is VNC in a form that is not read', () => {
    const rig = new DriverRig();
    rig.driver.unreadable('base64');
    expect(rig.snapshots).toHaveLength(1);
    const bytes = key(true, 1);
    rig.client(bytes);
    expect(rig.sent[0]).toBe(bytes);
  });
});
