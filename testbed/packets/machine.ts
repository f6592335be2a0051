import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { PYTHON } from './worker.ts';

/** Whether packets can be emulated here, and if not, what is missing. */
export type PacketAbility = { readonly can: true } | { readonly can: false; readonly reason: string };

/** Tries what it takes: Linux, root, /dev/net/tun, namespaces, Python 3 and CUBIC. Nothing is left behind. */
export function canEmulatePackets(): PacketAbility {
  for (const [reason, isMissing] of OBSTACLES) if (isMissing()) return { can: false, reason };
  return { can: true };
}

const OBSTACLES: readonly (readonly [reason: string, isMissing: () => boolean])[] = [
  ['network namespaces exist on Linux only', () => process.platform !== 'linux'],
  ['it takes root to make network devices: run it with sudo', () => process.getuid?.() !== 0],
  ['there is no /dev/net/tun: load the kernel module tun', () => fails(() => accessSync(TUN, READ_WRITE))],
  ['there is no python3', () => fails(() => run(PYTHON, '--version'))],
  ['network namespaces cannot be made here (ip netns add fails)', () => fails(tryNamespace)],
  ['the kernel has no CUBIC: load the module tcp_cubic', () => !hasCubic()],
];

const TUN = '/dev/net/tun';
const READ_WRITE = constants.R_OK | constants.W_OK;

function tryNamespace(): void {
  const name = `rice-${process.pid}-try`;
  run('ip', 'netns', 'add', name);
  run('ip', 'netns', 'del', name);
}

function hasCubic(): boolean {
  try {
    const names = readFileSync('/proc/sys/net/ipv4/tcp_available_congestion_control', 'utf8');
    return names.trim().split(' ').includes('cubic');
  } catch {
    // A container that does not show it.
    return false;
  }
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore' });
}

function fails(act: () => void): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}
