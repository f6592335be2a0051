import { readFile } from 'node:fs/promises';

/** Of Linux: the unit of processor times in /proc, the same on all that Node runs on. */
const TICK_MS = 10;
const MIB_KIB = 1024;

/** What a process has used so far, by its number. */
export type ProcessorTimes = ReadonlyMap<number, number>;

/** Processor time of each process in milliseconds, all its threads, also those that ended. */
export async function processorTimes(pids: readonly number[]): Promise<ProcessorTimes> {
  const times = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // After the name, which may hold blanks: state is the 3rd field, utime the 14th, stime the 15th.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [pid, TICK_MS * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0))] as const;
    }),
  );
  return new Map(times);
}

/** What was used between two readings; a process that is new counts from its start. */
export function usedMs(before: ProcessorTimes, after: ProcessorTimes): number {
  let sum = 0;
  for (const [pid, ms] of after) sum += ms - (before.get(pid) ?? 0);
  return sum;
}

/** A process as the memory tables name it. */
export type ProcessRole = 'browser' | 'extension' | 'page' | null;

/** What a process of Chromium or Firefox is for, from its name and its command line; null: neither of those. */
export function roleOf(name: string, command: string): ProcessRole {
  if (name === 'WebExtensions') return 'extension';
  if (name === 'Isolated Web Co' || name === 'Web Content') return 'page';
  if (command.includes('--type=renderer')) {
    return command.includes('--extension-process') ? 'extension' : 'page';
  }
  return /--type=|-contentproc|-parentBuildID/.test(command) ? null : 'browser';
}

/** The processes that are for one of these. */
export async function processesByRole(
  pids: readonly number[],
): Promise<readonly { readonly pid: number; readonly role: Exclude<ProcessRole, null> }[]> {
  const read = (pid: number, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [name, command] = [await read(pid, 'comm'), await read(pid, 'cmdline')];
      // One that has just ended has no command line.
      const role = command === '' ? null : roleOf(name.trim(), command.replaceAll('\0', ' '));
      return role === null ? [] : [{ pid, role }];
    }),
  );
  return found.flat();
}

/** Resident memory in MiB of all processes of a role: what they map of files and share counts in each. */
export async function residentMiB(
  pids: readonly number[],
): Promise<Readonly<Record<Exclude<ProcessRole, null>, number>>> {
  const sums = { browser: 0, extension: 0, page: 0 };
  for (const { pid, role } of await processesByRole(pids)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    sums[role] += Number(kib) / MIB_KIB;
  }
  return sums;
}
