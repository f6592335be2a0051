import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What an exhaustive search found. */
export interface SpinResult {
  /** false: the search ended before every state was seen; it says nothing. */
  readonly isComplete: boolean;
  /** 0: the property holds in every state. The search stops at the first. */
  readonly errors: number;
  readonly states: number;
  /** Steps of the longest path that was followed. */
  readonly depth: number;
  readonly memoryMb: number;
}

export interface SpinSearch {
  /** The search gives up beyond it. */
  readonly memoryMb: number;
  /** breadth: what is wrong is found in the fewest steps, which is sooner where it takes few. */
  readonly first: 'depth' | 'breadth';
}

/** Longer paths are not followed, which makes a search incomplete. */
const MAX_DEPTH = 2_000_000;
/** Slots of the table of states, as a power of two: 128 MB, or 512 where more memory is allowed. */
const SLOTS = { few: 24, many: 26 };
const MUCH_MEMORY_MB = 4000;

/** Why a model cannot be checked here; null: it can. */
export function missingForSpin(): string | null {
  const missing = ['spin', 'gcc'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

/** Every state of a Promela model. */
export async function checkModel(
  model: string,
  defines: readonly string[],
  { memoryMb, first }: SpinSearch,
): Promise<SpinResult> {
  const folder = await mkdtemp(join(tmpdir(), 'rice-spin-'));
  try {
    const options = { cwd: folder, maxBuffer: 1e7 };
    await run('spin', ['-a', ...defines.map((name) => `-D${name}`), resolve(model)], options);
    // COLLAPSE: parts that states share are kept once; no state is lost by it.
    const flags = ['-O2', '-w', '-DSAFETY', '-DCOLLAPSE', `-DMEMLIM=${memoryMb}`];
    const order = first === 'breadth' ? ['-DBFS'] : [];
    await run('gcc', [...flags, ...order, '-o', 'pan', 'pan.c'], options);
    const slots = memoryMb > MUCH_MEMORY_MB ? SLOTS.many : SLOTS.few;
    // -m: how deep; -n: no list of lines that were not reached.
    const { stdout } = await run('./pan', [`-m${MAX_DEPTH}`, '-n', `-w${slots}`], options);
    return {
      isComplete: !/interrupted|out of memory|max search depth too small|Search not completed/.test(stdout),
      errors: numberIn(/errors: (\d+)/, stdout),
      states: numberIn(/(\d+) states, stored/, stdout),
      depth: numberIn(/depth reached (\d+)/, stdout),
      memoryMb: Math.round(numberIn(/([\d.]+)\s+total actual memory usage/, stdout)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function numberIn(pattern: RegExp, text: string): number {
  const [, digits] = pattern.exec(text) ?? [];
  if (digits === undefined) throw new Error(`spin said something else:\n${text}`);
  return Number(digits);
}
