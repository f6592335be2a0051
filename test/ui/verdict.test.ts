import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUIET_DISPLAY, VERDICTS, verdict, verdictTone, worst } from '../../src/ui/verdict.ts';
import { BLOCK_REASONS, blockedBy, GUARDINGS, STATES, snapshotOf } from './snapshots.ts';

const look = (parts: Parameters<typeof snapshotOf>[0]) => verdict(snapshotOf(parts), QUIET_DISPLAY);

describe('the verdict', () => {
  it('names the five states of a guarded session', () => {
    expect(STATES.map((state) => look({ state }).name)).toEqual(STATES);
  });

  it('is good only for a guarded, readable, unblocked session that is idle or stable', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...GUARDINGS),
        fc.constantFrom(...STATES),
        fc.constantFrom(null, ...BLOCK_REASONS),
        fc.record({
          warn: fc.boolean(),
          noData: fc.boolean(),
          degraded: fc.boolean(),
          nonIdeal: fc.boolean(),
        }),
        fc.record({ detached: fc.boolean(), interfered: fc.boolean(), silent: fc.boolean() }),
        (guarding, state, blocked, flags, display) => {
          const { tone, calm } = verdict(snapshotOf({ guarding, state, blocked, flags }), display);
          const healthy =
            (state === 'idle' || state === 'stable') &&
            blocked === null &&
            !Object.values(flags).includes(true) &&
            !Object.values(display).includes(true);
          expect(tone === 'good').toBe(healthy && guarding === 'guarded');
          if (calm) expect(healthy).toBe(true);
        },
      ),
    );
  });

  it('shows what cannot be guarded in front of the state', () => {
    expect(look({ guarding: 'unguarded', state: 'stable' })).toMatchObject({
      name: 'unguarded',
      tone: 'danger',
    });
    expect(look({ guarding: 'unverified', state: 'stable' })).toMatchObject({
      name: 'unverified',
      tone: 'caution',
    });
    expect(look({ guarding: 'measuring' })).toMatchObject({
      name: 'stable',
      tone: 'quiet',
      notes: ['measuring'],
    });
    expect(look({ blocked: 'fault' })).toMatchObject({ name: 'fault', tone: 'danger' });
    expect(look({ guarding: 'closed', state: 'breakdown' })).toMatchObject({ name: 'closed', notes: [] });
  });

  it('lets a low confidence be seen without calling it an error', () => {
    expect(look({ path: { confidence: 'low' } })).toMatchObject({ tone: 'good', notes: ['low-confidence'] });
  });

  it('says "no data" when the port falls silent or a probe was not asked, but not in place of a breakdown', () => {
    expect(verdict(snapshotOf(), { ...QUIET_DISPLAY, silent: true }).name).toBe('no-data');
    expect(look({ flags: { noData: true } }).name).toBe('no-data');
    expect(look({ flags: { noData: true }, state: 'breakdown' }).name).toBe('breakdown');
  });

  it('puts the connection that needs attention first, and a closed one last', () => {
    const closed = snapshotOf({ connection: 'closed', guarding: 'closed' });
    const stable = snapshotOf({ connection: 'stable' });
    const stalled = blockedBy('breakdown', { connection: 'stalled', state: 'breakdown' });
    const warned = snapshotOf({ connection: 'warned', flags: { warn: true } });
    const first = (...snapshots: readonly (typeof stable)[]) => worst(snapshots, QUIET_DISPLAY)?.connection;
    expect(first(closed, stable)).toBe('stable');
    expect(first(stable, stalled, closed)).toBe('stalled');
    expect(first(stable, warned)).toBe('warned');
    expect(first()).toBeUndefined();
  });

  it('has a tone for every name', () => {
    expect(VERDICTS.filter((name) => verdictTone(name) === 'good')).toEqual(['idle', 'stable']);
  });
});
