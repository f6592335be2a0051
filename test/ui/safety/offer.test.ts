import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OverrideReading, Snapshot } from '../../../src/model/snapshot.ts';
import { isEmpty, safetyOffer } from '../../../src/ui/safety/offer.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';
import { BLOCK_REASONS, blockedBy, GUARDINGS, STATES, snapshotOf } from '../snapshots.ts';

const OVERRIDES: readonly OverrideReading['state'][] = [
  'forbidden',
  'impossible',
  'spent',
  'available',
  'active',
];

const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    guarding: fc.constantFrom(...GUARDINGS),
    state: fc.constantFrom(...STATES),
    blocked: fc.option(fc.constantFrom(...BLOCK_REASONS)),
    blockedMs: fc.integer({ min: 0, max: 5_000 }),
    armed: fc.boolean(),
    override: fc.record({ state: fc.constantFrom(...OVERRIDES), remainingMs: fc.nat(10_000) }),
    confirm: fc.option(fc.string()),
    stuckButtons: fc.nat(511),
    waitingMs: fc.option(fc.nat(5_000)),
    noData: fc.boolean(),
  })
  .map(({ noData, ...parts }) => snapshotOf({ ...parts, flags: { noData } }));

describe('what the safety part offers', () => {
  it('is never what the snapshot forbids', () => {
    fc.assert(
      fc.property(anySnapshot, fc.boolean(), (snapshot, detached) => {
        const offer = safetyOffer(snapshot, detached);
        if (offer.override === 'choose') {
          expect(snapshot.override.state).toBe('available');
          expect(snapshot.blocked).not.toBeNull();
          expect(detached).toBe(false);
        }
        if (offer.override === 'active') expect(snapshot.override.state).toBe('active');
        if (offer.rearm) {
          expect(snapshot.armed).toBe(false);
          expect(['breakdown', 'recovery']).not.toContain(snapshot.state);
          expect(snapshot.override.state).not.toBe('active');
        }
        if (offer.unstick) {
          expect(snapshot.blocked).toBeNull();
          expect(snapshot.stuckButtons).not.toBe(0);
        }
        if (['closed', 'connecting', 'unguarded'].includes(snapshot.guarding)) {
          expect(isEmpty(offer)).toBe(true);
        }
      }),
      { numRuns: DECODER_RUNS },
    );
  });

  it('is nothing while all is well', () => {
    expect(isEmpty(safetyOffer(snapshotOf(), false))).toBe(true);
    expect(
      isEmpty(safetyOffer(snapshotOf({ override: { state: 'forbidden', remainingMs: 0 } }), false)),
    ).toBe(true);
  });

  it('is an override once a block has lasted for 300 ms', () => {
    const override = { state: 'available', remainingMs: 0 } as const;
    expect(safetyOffer(blockedBy('breakdown', { override, blockedMs: 299 }), false).override).toBeNull();
    expect(safetyOffer(blockedBy('breakdown', { override, blockedMs: 300 }), false).override).toBe('choose');
  });

  it('is no override once the extension is gone', () => {
    const held = blockedBy('breakdown', { override: { state: 'available', remainingMs: 0 } });
    expect(safetyOffer(held, true).override).toBe('impossible');
  });

  it('is re-arming when the picture is fresh again', () => {
    expect(safetyOffer(snapshotOf({ armed: false }), false).rearm).toBe(true);
    expect(safetyOffer(blockedBy('breakdown', { armed: false, state: 'recovery' }), false).rearm).toBe(false);
    expect(safetyOffer(blockedBy('not-armed', { armed: false, state: 'stable' }), false).rearm).toBe(true);
  });
});
