import { readdir, readFile } from 'node:fs/promises';

interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly command: string;
}

/** Content processes of Firefox, by the names it gives them; extensions and its own pages have others. */
const FIREFOX_CONTENT = /^(Isolated Web Co|Web Content)$/;

/** The processes that run the scripts of web pages, in the browser that was started with this profile. */
export async function contentProcesses(profilePath: string): Promise<readonly number[]> {
  return (await familyOf(profilePath))
    .filter(
      ({ name, command }) =>
        FIREFOX_CONTENT.test(name) ||
        (command.includes('--type=renderer') && !command.includes('--extension-process')),
    )
    .map(({ pid }) => pid);
}

/** All processes of the browser that was started with this profile. */
export async function browserProcesses(profilePath: string): Promise<readonly number[]> {
  return (await familyOf(profilePath)).map(({ pid }) => pid);
}

async function familyOf(profilePath: string): Promise<readonly ProcessFacts[]> {
  const all = await runningProcesses();
  const family = new Set(all.filter(({ command }) => command.includes(profilePath)).map(({ pid }) => pid));
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

async function runningProcesses(): Promise<readonly ProcessFacts[]> {
  const found: ProcessFacts[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = await readFile(`/proc/${entry}/stat`, 'utf8');
      const command = (await readFile(`/proc/${entry}/cmdline`, 'utf8')).replaceAll('\0', ' ');
      const [, name = '', parent = '0'] = /^\d+ \((.*)\) \S (\d+)/s.exec(stat) ?? [];
      found.push({ pid: Number(entry), parent: Number(parent), name, command });
    } catch {
      // It ended while we looked.
    }
  }
  return found;
}
