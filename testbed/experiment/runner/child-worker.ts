import { type ChildProcess, fork } from 'node:child_process';
import { run as decode } from '../../../src/model/decode/decode.ts';
import type { RunPlan } from '../plan.ts';
import type { RunResult } from '../result.ts';
import { resultDecoder } from '../result-decoder.ts';
import type { Worker } from './crew.ts';

/** Of one run. A browser that hangs must not cost the night. */
const RUN_LIMIT_MS = 300_000;
/** To take down what a run has started. */
const STOP_WITHIN_MS = 10_000;

export interface ChildOptions {
  readonly limitMs?: number;
  /** Options of Node; our own, as a rule: they say how TypeScript is read. */
  readonly execArgv?: readonly string[];
}

/**
 * Runs in a process of their own. It leads a group, so Ctrl-C reaches only us, and what a run has started ends with it.
 * A process that dies, or takes too long, fails its run; the next one gets a new process.
 */
export function childWorker(
  program: URL,
  { limitMs = RUN_LIMIT_MS, execArgv = process.execArgv }: ChildOptions = {},
): Worker {
  let child: ChildProcess | null = null;
  const started = (): ChildProcess => {
    if (child !== null) return child;
    const fresh = fork(program, {
      detached: true,
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    fresh.once('exit', () => {
      if (child === fresh) child = null;
    });
    child = fresh;
    return fresh;
  };
  const stop = async (): Promise<void> => {
    if (child !== null) await stopped(child);
  };
  return {
    async run(plan) {
      try {
        return await answer(started(), plan, limitMs);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    kill() {
      if (child !== null) killGroup(child);
    },
  };
}

function answer(child: ChildProcess, plan: RunPlan, limitMs: number): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
      end();
    };
    const fail = (message: string): void => settle(() => reject(new Error(message)));
    const onMessage = (message: unknown): void => {
      const decoded = decode(resultDecoder, message);
      if (decoded.ok) settle(() => resolve(decoded.value));
      else fail(typeof message === 'string' ? message : `no result: ${JSON.stringify(decoded.problems)}`);
    };
    const onExit = (code: number | null): void => fail(`its process ended with ${code}`);
    const onError = (error: Error): void => fail(error.message);
    const timer = setTimeout(() => fail(`took more than ${limitMs / 1000} s`), limitMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
    child.send(plan);
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.disconnect();
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole group is gone already.
  }
}
