import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PID_FILE = 'relay.pid';

export class StateInUse extends Error {
  readonly code = 'STATE_IN_USE';

  constructor(directory: string, pid: number) {
    super(`${directory} is used by another relay, process ${pid}: stop it, or choose another --state`);
  }
}

/** Two relays must not write the same files. @returns gives the directory free */
export async function claimState(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, PID_FILE);
  const before = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  // In a container all relays have the same number: one of our own number is an earlier life of ours.
  if (Number.isInteger(before) && before !== process.pid && isAlive(before))
    throw new StateInUse(directory, before);
  await rm(path, { force: true });
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(`${process.pid}\n`);
  } finally {
    await handle.close();
  }
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but not ours to ask.
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}
