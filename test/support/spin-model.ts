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
}

/** Why a model cannot be checked here; null: it can. */
export function missingForSpin(): string | null {
  const missing = ['spin', 'gcc'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

/**
 * Every state of a Promela model.
 * @param memoryMb the search gives up beyond it
 */
export async function checkModel(
  model: string,
  defines: readonly string[],
  memoryMb: number,
): Promise<SpinResult> {
  const folder = await mkdtemp(join(tmpdir(), 'rice-spin-'));
  try {
    const options = { cwd: folder, maxBuffer: 1e7 };
    await run('spin', ['-a', ...defines.map((name) => `-D${name}`), resolve(model)], options);
    const flags = ['-O2', '-w', '-DSAFETY', `-DMEMLIM=${memoryMb}`, '-o', 'pan', 'pan.c'];
    await run('gcc', flags, options);
    // -m: how deep; -n: no list of lines that were not reached.
    const { stdout } = await run('./pan', ['-m2000000', '-n'], options);
    return {
      isComplete: !/interrupted|out of memory|max search depth too small|Search not completed/.test(stdout),
      errors: numberIn(/errors: (\d+)/, stdout),
      states: numberIn(/(\d+) states, stored/, stdout),
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
