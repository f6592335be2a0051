import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** How long a script may take to begin, and to end after its input ended. */
const READY_MS = 20_000;
const GRACE_MS = 1000;
const LOG_CHARS = 4096;
/** The system's, because what a version manager puts before it takes its time to begin. */
export const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** One of the Python scripts of this folder. It ends when its input ends, so with this process in any case. */
export interface Worker {
  /** What it said first. */
  readonly greeting: unknown;
  say(line: string): void;
  stop(): Promise<void>;
}

/** Starts a script and waits for its first line. Lines after it go to `heard`. */
export async function startWorker(options: {
  readonly script: string;
  readonly args: readonly string[];
  /** The network namespace to run in; null: this process's. */
  readonly namespace: string | null;
  readonly heard?: (line: unknown) => void;
}): Promise<Worker> {
  const script = fileURLToPath(new URL(options.script, import.meta.url));
  const command = [PYTHON, script, ...options.args];
  if (options.namespace !== null) command.unshift('ip', 'netns', 'exec', options.namespace);
  const [program = PYTHON, ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-LOG_CHARS);
  });
  // It may be gone when it is told something; that it is gone shows in `ended`.
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const lines = createInterface({ input: child.stdout });
  const worker = {
    say: (line: string) => void child.stdin.write(`${line}\n`),
    stop: () => stop(child, ended),
  };
  const greeting = await new Promise<unknown>((resolve, reject) => {
    const fail = () => reject(new Error(`[packets] ${options.script} did not begin: ${log}`));
    const timer = setTimeout(fail, READY_MS);
    void ended.then(fail);
    lines.once('line', (line) => {
      clearTimeout(timer);
      resolve(JSON.parse(line));
      lines.on('line', (later) => options.heard?.(JSON.parse(later)));
    });
  }).catch(async (error: unknown) => {
    await worker.stop();
    throw error;
  });
  return { ...worker, greeting };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(timer);
}
