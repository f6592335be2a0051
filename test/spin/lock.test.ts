import { describe, expect, it } from 'vitest';
import { checkModel, missingForSpin } from '../support/spin-model.ts';

const MODEL = 'test/spin/lock.pml';
const MEMORY_MB = 2000;
/** Seconds each, most of them the compiler's; minutes on a machine that is busy. */
const TIMEOUT_MS = 180_000;

const missing = missingForSpin();

describe.skipIf(missing !== null)(
  `the lock as a model, all its states${missing === null ? '' : ` (${missing})`}`,
  () => {
    it(
      'never has two gates open, with two members and two grants',
      async () => {
        const result = await checkModel(MODEL, [], { memoryMb: MEMORY_MB, first: 'depth' });
        expect(result).toMatchObject({ isComplete: true, errors: 0 });
        expect(result.states).toBeGreaterThan(50_000);
      },
      TIMEOUT_MS,
    );

    it.each([
      ['without a drain', ['NO_DRAIN']],
      ['without a guard', ['NO_GUARD']],
      ['without a wait', ['NO_WAIT']],
      ['with a deadline that counts from the answer', ['FROM_RECEIPT']],
      // Restarts and members that the others do not need, and nothing lost, for fewer states.
      ['with a wait that a second restart forgets', ['FORGETFUL', 'RESTARTS=2', 'EPOCHS=3', 'CALM']],
      ['with a wait for the one before alone', ['ONE_BACK', 'CLIENTS=3', 'EPOCHS=3', 'CALM']],
    ])(
      'finds two open gates %s',
      async (_, defines) => {
        const search = { memoryMb: MEMORY_MB, first: 'breadth' } as const;
        expect(await checkModel(MODEL, defines, search)).toMatchObject({ errors: 1 });
      },
      TIMEOUT_MS,
    );
  },
);
