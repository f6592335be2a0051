import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Longest log kept per process, in characters; older text is dropped from the front. */
const MAX_LOG_CHARS = 64 * 1024;
/** How long a process may take to end after SIGTERM before it is killed. */
const TERM_GRACE_MS = 1000;
const DEFAULT_READY_TIMEOUT_MS = 15_000;

/** A running program of the test infrastructure. */
export interface ServerProcess {
  readonly pid: number;
  /** The last MAX_LOG_CHARS of stdout and stderr together. */
  log(): string;
  /** Sends a signal to the process itself (not its group), for faults: SIGSTOP, SIGCONT, SIGKILL. */
  signal(name: NodeJS.Signals): void;
  /** Settles when the process has ended, with its exit code or null if a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends the process and its group and waits for it. May be called twice. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when the log (stdout and stderr) matches; without it the process is ready at once. */
  readonly readyWhen?: RegExp;
  readonly readyTimeoutMs?: number;
  /** Called with each piece of stdout as it arrives, besides the log. */
  readonly onStdout?: (text: string) => void;
  /** The same of stderr. */
  readonly onStderr?: (text: string) => void;
  /** Opens fd 3 of the child for writing; the text goes here. Xorg servers write their display number there. */
  readonly onFd3?: (text: string) => void;
}

const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) killGroup(pid, 'SIGKILL');
});

/**
 * Starts a program in its own process group. It dies with this Node process in any case: by stop(), by
 * the exit hook above, or, if Node itself is killed, by the kernel (setpriv --pdeathsig).
 * @example const server = await startProcess('Xvfb', [':7'], { readyWhen: /ready/ });
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ServerProcess> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
    detached: true,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  const pid = child.pid;
  if (pid === undefined)
    throw new Error(`[servers] ${command} cannot be started: is setpriv (util-linux) installed?`);
  running.add(pid);
  void exited.then(() => running.delete(pid));

  let log = '';
  let watchReady: (() => void) | undefined;
  const keep = (text: string) => {
    log = (log + text).slice(-MAX_LOG_CHARS);
    watchReady?.();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    options.onStdout?.(text);
    keep(text);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    options.onStderr?.(text);
    keep(text);
  });
  listenOnFd3(child, options.onFd3);

  const server: ServerProcess = {
    pid,
    log: () => log,
    signal: (name) => void child.kill(name),
    exited,
    stop: () => stopGroup(pid, exited),
  };
  const { readyWhen } = options;
  if (readyWhen) {
    const timeoutMs = options.readyTimeoutMs ?? DEFAULT_READY_TIMEOUT_MS;
    const ready = new Promise<'ready'>((resolve) => {
      watchReady = () => {
        if (!readyWhen.test(log)) return;
        watchReady = undefined;
        resolve('ready');
      };
      watchReady();
    });
    const outcome = await Promise.race([ready, exited.then(() => 'ended' as const), timeout(timeoutMs)]);
    if (outcome !== 'ready') {
      await server.stop();
      const why = outcome === 'ended' ? 'ended' : `was not ready after ${timeoutMs} ms`;
      throw new Error(`[servers] ${command} ${why}; its log:\n${log}`);
    }
  }
  return server;
}

/** Stops everything in the list, in order: clients before their server. */
export async function stopAll(parts: readonly { stop(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.stop();
}

/** Resolves after a wait on the real clock: only for integration and e2e tests. */
export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

function timeout(durationMs: number): Promise<'timeout'> {
  return new Promise((resolve) => setTimeout(() => resolve('timeout'), durationMs).unref());
}

function listenOnFd3(child: ChildProcess, onText: ((text: string) => void) | undefined): void {
  // Node types the extra pipe as a plain stream in both directions; we only read it.
  const pipe = child.stdio[3] as Readable | null | undefined;
  pipe?.setEncoding('utf8').on('data', (text: string) => onText?.(text));
  pipe?.on('error', () => {});
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

async function stopGroup(pid: number, exited: Promise<number | null>): Promise<void> {
  // A stopped (SIGSTOP) process does not see SIGTERM until it continues.
  killGroup(pid, 'SIGTERM');
  killGroup(pid, 'SIGCONT');
  await Promise.race([exited, timeout(TERM_GRACE_MS)]);
  // Whatever the leader left behind in its group goes too.
  killGroup(pid, 'SIGKILL');
  await exited;
}
