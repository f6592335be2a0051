import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { InstrumentSetup } from '../instrument/instrument-setup.ts';
import type { TruthEntry } from '../instrument/truth-log.ts';
import type { InstrumentCommand } from './command.ts';

const PROGRAM = fileURLToPath(new URL('./main.ts', import.meta.url));
const ANSWER_WITHIN_MS = 20_000;

/**
 * The instrument on an X display, in a process of its own: a worker would share the runner's garbage collection pauses
 * and priority, and nothing that the runner does may make the instrument's clock late. One process serves many runs.
 */
export interface InstrumentProcess {
  /** Shows a new instrument; the one before is gone. */
  show(display: string, setup: InstrumentSetup, seed: number): Promise<void>;
  /** Inputs that the shown one has received. */
  inputCount(): Promise<number>;
  /** Ends what is shown and tells what really happened; times in ms since 1970. */
  take(): Promise<readonly TruthEntry[]>;
  stop(): Promise<void>;
}

/** What the process says: entries of the log, and answers. */
type Line =
  | TruthEntry
  | { readonly type: 'shown' }
  | { readonly type: 'stopped' }
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'failed'; readonly message: string };

export function startInstrumentProcess(): InstrumentProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let hear: (line: Line) => void = () => {};
  createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line) as Line));

  /** Sends a command; every line goes to `take` until that returns true. */
  const ask = (command: InstrumentCommand, take: (line: Line) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`[x11] ${command.type}: ${why}`));
      const timer = setTimeout(() => fail('the instrument does not answer'), ANSWER_WITHIN_MS);
      void exited.then(() => fail('the instrument has ended'));
      hear = (line) => {
        if (line.type !== 'failed' && !take(line)) return;
        clearTimeout(timer);
        if (line.type === 'failed') fail(line.message);
        else resolve();
      };
      child.stdin.write(`${JSON.stringify(command)}\n`);
    });

  return {
    show: (display, setup, seed) =>
      ask({ type: 'show', display, setup, seed }, ({ type }) => type === 'shown'),
    inputCount: async () => {
      let count = 0;
      await ask({ type: 'count' }, (line) => {
        if (line.type === 'count') count = line.count;
        return line.type === 'count';
      });
      return count;
    },
    take: async () => {
      const truth: TruthEntry[] = [];
      await ask({ type: 'stop' }, (line) => {
        if (line.type === 'stopped') return true;
        if (line.type !== 'shown' && line.type !== 'count' && line.type !== 'failed') truth.push(line);
        return false;
      });
      return truth;
    },
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
