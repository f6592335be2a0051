import { randomBytes } from 'node:crypto';
import type { LockStore } from '../lock-store.ts';
import { storeBroken } from './cluster-error.ts';

/** So many found the fault of NATS 2.9 with three replicas in nearly every round. */
const WRITERS = 9;
const ROUNDS = 10;

/**
 * Writes at once on one revision of a scratch value, a few times over: exactly one may win, and what is read after it
 * is what the winner wrote. Throws what to do where a store fails this.
 *
 * It finds stores that are broken all the time; it is no proof that one never is.
 */
export async function selfTest(store: LockStore): Promise<void> {
  const scratch = `self-test.${randomBytes(9).toString('hex')}`;
  let revision: string | null = null;
  for (let round = 0; round < ROUNDS; round += 1) revision = await playRound(store, scratch, round, revision);
  if (revision !== null) await store.remove(scratch, revision);
  if ((await store.read(scratch)) !== null) throw storeBroken('what was removed is still there');
}

/** @returns the revision that won */
async function playRound(
  store: LockStore,
  scratch: string,
  round: number,
  revision: string | null,
): Promise<string> {
  const texts = Array.from({ length: WRITERS }, (_, writer) => `${round}.${writer}`);
  const outcomes = await Promise.all(texts.map((text) => store.write(scratch, text, revision)));
  const won = outcomes.flatMap((outcome, writer) => (outcome === 'conflict' ? [] : [{ outcome, writer }]));
  const winner = won[0];
  if (won.length !== 1 || winner === undefined) {
    throw storeBroken(`of ${WRITERS} writes at once on one revision ${won.length} won, and exactly one may`);
  }
  const after = await store.read(scratch);
  if (after === null || after.revision !== winner.outcome || after.text !== texts[winner.writer]) {
    throw storeBroken('what was read is not what the winner wrote');
  }
  return winner.outcome;
}
