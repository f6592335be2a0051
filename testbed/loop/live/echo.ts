import { spawn } from 'node:child_process';

/** A process that sends back what it gets. */
export interface Echo {
  send(): void;
  stop(): void;
}

/** Starts `cat`; `onBack` is called for what comes back. */
export function startEcho(onBack: () => void): Echo {
  const child = spawn('cat', [], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdout.on('data', onBack);
  // It goes when this process goes, and nobody waits for what it has not sent.
  child.stdin.on('error', () => {});
  return {
    send: () => void child.stdin.write('.'),
    stop: () => void child.kill(),
  };
}
