import type { Problem as DecodeProblem } from '../model/decode/decode.ts';
import { expectedText } from '../model/decode/expected.ts';

/** One thing that is wrong with the options. */
export interface Problem extends Omit<DecodeProblem, 'expected'> {
  /** What would have been right, in English. */
  readonly expected: string;
}

/**
 * Why `guard` or `attach` refused.
 * - bad-options: `problems` says what is wrong, and where
 * - already-guarded: this channel has a guard, perhaps of another copy of the package
 * - detached: this channel was given back, or its connection is over
 */
export type ErrorCode = 'bad-options' | 'already-guarded' | 'detached';

/** What `guard` and `attach` throw. Nothing is guarded then, and nothing was opened. */
export class GuardError extends Error {
  override readonly name = 'GuardError';

  constructor(
    /** Stable: for programs. */
    readonly code: ErrorCode,
    message: string,
    /** What is wrong with the options; empty for other errors. */
    readonly problems: readonly Problem[] = [],
  ) {
    super(`[rice-novnc] ${message}`);
  }
}

export function badOptions(found: readonly DecodeProblem[]): GuardError {
  const problems = found.map((problem) => ({ ...problem, expected: expectedText(problem.expected) }));
  const places = problems.map(({ path, code, expected }) => `${path}: ${code}, expected ${expected}`);
  return new GuardError('bad-options', `these options are wrong: ${places.join('; ')}`, problems);
}

export function alreadyGuarded(): GuardError {
  return new GuardError(
    'already-guarded',
    'this channel has a guard already; give each connection to guard() once',
  );
}

export function detached(): GuardError {
  return new GuardError('detached', 'this guard was detached; open a new connection and guard that');
}
