import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Policy files where a browser really looks for them, seen by one browser alone: it runs in a mount namespace of its
 * own, in which a directory of ours lies over the system's. Other browsers that run meanwhile see none of it, and
 * nothing is left when it ends.
 */
export interface PrivatePolicies {
  /** Starts the browser under the policies; takes the browser's own arguments. */
  readonly executable: string;
  /** Writes or replaces the policies; Chromium reads them again while it runs. */
  write(policies: object): Promise<void>;
  remove(): Promise<void>;
}

/** How this machine gives a process mounts of its own; null: it does not. */
function unshare(): string | null {
  for (const command of ['unshare --mount', 'unshare --map-root-user --mount']) {
    const [program = '', ...args] = command.split(' ');
    try {
      execFileSync(program, [...args, 'mount', '--bind', tmpdir(), tmpdir()], { stdio: 'ignore' });
      return command;
    } catch {
      // The next way, or none.
    }
  }
  return null;
}

const BROWSERS = {
  chromium: { program: process.env['CHROMIUM'] ?? '/usr/bin/chromium', file: 'policies/managed/rice.json' },
  firefox: { program: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr', file: 'policies.json' },
} as const;

/** The directory over which ours is laid: it must be there. Debian's for Firefox is a link to elsewhere. */
function policyRoot(browser: 'chromium' | 'firefox'): string {
  if (browser === 'chromium') return '/etc/chromium';
  const root = join(dirname(realpathSync(BROWSERS.firefox.program)), 'distribution');
  return existsSync(root) ? realpathSync(root) : root;
}

/** Where other browsers would find the policies, if they were not hidden from them. */
export function machinePolicyFile(browser: 'chromium' | 'firefox'): string {
  return join(policyRoot(browser), BROWSERS[browser].file);
}

/** Why this machine cannot give a browser policies of its own; null: it can. */
export function whyNoPolicies(browser: 'chromium' | 'firefox'): string | null {
  const root = policyRoot(browser);
  if (!existsSync(root)) return `${root} is not there, so nothing can be laid over it`;
  return unshare() === null ? 'this machine lets no process have mounts of its own' : null;
}

export async function privatePolicies(
  browser: 'chromium' | 'firefox',
  policies: object,
): Promise<PrivatePolicies> {
  const { program, file } = BROWSERS[browser];
  const root = policyRoot(browser);
  const home = await mkdtemp(join(tmpdir(), 'rice-policies-'));
  const own = join(home, 'own');
  // Followed, not copied: written through a link, the policy would be the whole machine's.
  await cp(root, own, { recursive: true, dereference: true });
  const write = async (content: object): Promise<void> => {
    await mkdir(dirname(join(own, file)), { recursive: true });
    await writeFile(join(own, file), JSON.stringify(content));
  };
  await write(policies);
  const executable = join(home, `${browser}.sh`);
  await writeFile(
    executable,
    `#!/bin/sh\nexec ${unshare() ?? ''} sh -c 'mount --bind "$0" "$1" && shift && exec "$@"' '${own}' '${root}' '${program}' "$@"\n`,
  );
  await chmod(executable, 0o755);
  return { executable, write, remove: () => rm(home, { recursive: true, force: true }) };
}
