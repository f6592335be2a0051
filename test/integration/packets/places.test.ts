import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canEmulatePackets } from '../../../testbed/packets/machine.ts';
import { startPacketNetwork } from '../../../testbed/packets/packet-network.ts';
import { median, PathRig, step, way } from '../../support/packets/path-rig.ts';

const ability = canEmulatePackets();
const why = ability.can ? '' : ` (skipped: ${ability.reason})`;

const ip = (...words: string[]) => execFileSync('ip', words).toString();
const hasNamespace = (name: string) => existsSync(`/run/netns/${name}`);
const deviceOf = (address: string) => ip('-o', 'addr').includes(` ${address}/`);

describe.skipIf(!ability.can)(`the two sides of a path of packets${why}`, () => {
  it('are gone after it stops, and what a dead process left behind when the next one starts', async () => {
    // A process that has ended: nobody has its number now.
    const left = `rice-${spawnSync('true').pid}-1`;
    ip('netns', 'add', left);
    const network = await startPacketNetwork({ network: { steps: [step()] }, congestionControl: 'cubic' });
    expect(hasNamespace(left)).toBe(false);
    expect(hasNamespace(network.serverNamespace)).toBe(true);
    expect(deviceOf(network.clientAddress)).toBe(true);
    await network.stop();
    expect(hasNamespace(network.serverNamespace)).toBe(false);
    expect(deviceOf(network.clientAddress)).toBe(false);
  });

  it('can be several at once', async () => {
    const options = { network: { steps: [step()] }, congestionControl: 'cubic' } as const;
    const [one, other] = await Promise.all([startPacketNetwork(options), startPacketNetwork(options)]);
    expect(one?.serverAddress).not.toBe(other?.serverAddress);
    expect(one?.serverNamespace).not.toBe(other?.serverNamespace);
    await Promise.all([one?.stop(), other?.stop()]);
  });

  it('leave a namespace that was there before', async () => {
    const name = `rice-${process.pid}-kept`;
    ip('netns', 'add', name);
    try {
      const options = { network: { steps: [step()] }, congestionControl: 'cubic' } as const;
      for (let times = 0; times < 2; times++) {
        const network = await startPacketNetwork({ ...options, serverNamespace: name });
        expect(network.serverNamespace).toBe(name);
        await network.stop();
      }
      expect(hasNamespace(name)).toBe(true);
    } finally {
      ip('netns', 'del', name);
    }
  });

  it('are joined by a cable where the path is as fast as one', async () => {
    const cable = way({ rateBitsPerSecond: 1e9, delayMs: 0.1 });
    const path = await PathRig.open({ steps: [step({ up: cable, down: cable })] });
    path.network.begin();
    const pings = await path.pings(100, 5);
    expect(median(pings.map(({ upMs, downMs }) => (upMs ?? 1e3) + (downMs ?? 1e3)))).toBeLessThan(1);
    await expect.poll(() => path.network.wire()[0]?.upBytes, { timeout: 3000 }).toBeGreaterThan(1000);
    await path.close();
  });

  it('do not outlive a process that is killed, but for the namespace', async () => {
    const module = new URL('../../../testbed/packets/packet-network.ts', import.meta.url).href;
    const code = `const { startPacketNetwork } = await import('${module}');
      const network = await startPacketNetwork({ network: ${JSON.stringify({ steps: [step()] })}, congestionControl: 'cubic' });
      console.log(network.clientAddress);`;
    const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]);
    const address = await new Promise<string>((resolve) =>
      owner.stdout.once('data', (text) => resolve(String(text).trim())),
    );
    expect(deviceOf(address)).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => deviceOf(address), { timeout: 5000 }).toBe(false);
  });
});
