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
        const result = await checkModel(MODEL, [], MEMORY_MB);
        expect(result).toMatchObject({ isComplete: true, errors: 0 });
        expect(result.states).toBeGreaterThan(100_000);
      },
      TIMEOUT_MS,
    );

    it.each([
      ['without a drain', ['NO_DRAIN']],
      ['without a guard', ['NO_GUARD']],
      ['without a wait', ['NO_WAIT']],
      ['with a deadline that counts from the answer', ['FROM_RECEIPT']],
    ])(
      'finds two open gates %s',
      async (_, defines) => {
        expect(await checkModel(MODEL, defines, MEMORY_MB)).toMatchObject({ errors: 1 });
      },
      TIMEOUT_MS,
    );
  },
);
