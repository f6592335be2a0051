import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startInputWitness } from '../support/servers/input-witness.ts';
import { startPicture } from '../support/servers/picture.ts';
import { type ServerProcess, stopAll } from '../support/servers/process.ts';
import { startQemu } from '../support/servers/qemu.ts';
import { waitForRfb } from '../support/servers/rfb-port.ts';
import type { VncServer } from '../support/servers/vnc-server.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

const STARTUP_BUDGET_MS = 3000;

const servers: readonly { name: string; start: () => Promise<VncServer> }[] = [
  { name: 'Xvnc', start: () => startXvnc() },
  { name: 'Xvnc with a password', start: () => startXvnc({ password: 'secret' }) },
  { name: 'x11vnc', start: () => startX11vnc() },
  { name: 'x11vnc with a password', start: () => startX11vnc({ password: 'secret' }) },
  { name: 'QEMU', start: () => startQemu() },
  { name: 'QEMU with lossy encodings', start: () => startQemu({ lossy: true }) },
];

let started: ServerProcess[] = [];
const pids: number[] = [];
/** Remembers what a test starts, newest first, so that clients end before their server. */
function keep<Part extends ServerProcess>(part: Part): Part {
  started.unshift(part);
  pids.push(part.pid);
  return part;
}

afterEach(async () => {
  await stopAll(started);
  started = [];
});

describe('real VNC servers', () => {
  for (const { name, start } of servers) {
    it(`${name} starts within 3 s, greets through websockify and leaves nothing behind`, async () => {
      const beganMs = performance.now();
      const server = keep(await start());
      expect(performance.now() - beganMs).toBeLessThan(STARTUP_BUDGET_MS);
      expect(await waitForRfb(server.port)).toBe('RFB 003.008');

      const websockify = keep(await startWebsockify(server));
      expect(await greetingOverWebSocket(websockify.url)).toBe('RFB 003.008\n');
    });
  }

  it('starts many at once on displays and ports of their own', async () => {
    const several = await Promise.all([startXvnc(), startXvnc(), startXvnc()]);
    several.forEach(keep);
    expect(new Set(several.map((server) => server.display)).size).toBe(3);
    expect(new Set(several.map((server) => server.port)).size).toBe(3);
  });
});

it('a server dies with the process that started it, even if that is killed', async () => {
  const module = new URL('../support/servers/xvnc.ts', import.meta.url).href;
  const code = `const { startXvnc } = await import('${module}');
    const server = await startXvnc();
    console.log(server.pid);
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]);
  const pid = await new Promise<number>((resolve) =>
    owner.stdout.once('data', (text) => resolve(Number(text))),
  );
  expect(isRunning(pid)).toBe(true);
  owner.kill('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 3000 }).toBe(false);
});

describe('the input witness', () => {
  for (const [name, start] of [
    ['Xvnc', startXvnc],
    ['x11vnc', startX11vnc],
  ] as const) {
    it(`on ${name} reports every press, release and key in order with the time it was executed`, async () => {
      const server = keep(await start());
      keep(await startPicture(server.display));
      const witness = keep(await startInputWitness(server.display));

      const clicks = 50;
      const args = Array.from({ length: clicks }, (_, i) => [
        'mousemove',
        `${10 + i}`,
        `${20 + i}`,
        ...['mousedown', '1', 'mouseup', '1'],
      ]);
      const beforeMs = Date.now();
      execFileSync('xdotool', [...args.flat(), 'key', 'a'], {
        env: { ...process.env, DISPLAY: server.display },
      });
      const afterMs = Date.now();
      await witness.until((events) => events.some((event) => event.type === 'key-release'));

      const presses = witness.events().filter((event) => event.type === 'press');
      expect(presses.map((press) => [press.x, press.y])).toEqual(
        Array.from({ length: clicks }, (_, i) => [10 + i, 20 + i]),
      );
      expect(witness.events().filter((event) => event.type === 'release')).toHaveLength(clicks);
      const key = witness.events().find((event) => event.type === 'key-press');
      expect(key).toMatchObject({ keysym: 'a' });
      for (const event of witness.events()) {
        expect(event.executedWallMs).toBeGreaterThanOrEqual(beforeMs - 2);
        expect(event.executedWallMs).toBeLessThanOrEqual(afterMs + 2);
      }
    });
  }

  it('dates an event by when the server executed it, even if it is read late', async () => {
    const server = keep(await startXvnc());
    const witness = keep(await startInputWitness(server.display));
    execFileSync('xdotool', ['mousedown', '1', 'mouseup', '1'], {
      env: { ...process.env, DISPLAY: server.display },
    });
    const executedByMs = Date.now();
    while (Date.now() < executedByMs + 300); // The event loop is busy: the pipe is read late.
    await witness.until((events) => events.some((event) => event.type === 'press'));
    const press = witness.events().find((event) => event.type === 'press');
    expect(press?.receivedWallMs).toBeGreaterThanOrEqual(executedByMs + 299);
    expect(press?.executedWallMs).toBeLessThanOrEqual(executedByMs + 2);
  });
});

afterAll(() => {
  // The leader's group: children of a stopped server count too.
  const left = pids.filter((pid) => isRunning(-pid));
  expect(left.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))).toEqual([]);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function greetingOverWebSocket(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'binary');
    socket.on('error', reject);
    socket.once('message', (data: Buffer) => {
      resolve(data.toString('latin1'));
      socket.close();
    });
  });
}
