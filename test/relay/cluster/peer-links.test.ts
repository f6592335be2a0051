import { describe, expect, it } from 'vitest';
import { MemoryBus, MemoryHub } from '../../../src/relay/cluster/memory-bus.ts';
import { BEAT_MS, BUS_SILENT_MS, PEER_SILENT_MS, PeerLinks } from '../../../src/relay/cluster/peer-links.ts';
import type { PeerMessage } from '../../../src/relay/cluster/peer-message.ts';

/** A bus whose relay can be cut off in one direction or both. */
class CutBus extends MemoryBus {
  losesSent = false;
  losesHeard = false;

  override publish(subject: string, bytes: Uint8Array): void {
    if (!this.losesSent) super.publish(subject, bytes);
  }

  override subscribe(subject: string, onBytes: (bytes: Uint8Array) => void): Promise<() => void> {
    return super.subscribe(subject, (bytes) => {
      if (!this.losesHeard) onBytes(bytes);
    });
  }
}

interface End {
  readonly name: string;
  readonly bus: CutBus;
  readonly links: PeerLinks;
  readonly heard: string[];
  readonly broken: string[];
  readonly ups: boolean[];
  stop: () => void;
}

const closed = (connection: string): PeerMessage => ({ type: 'closed', connection });

/** Relays on one hub, on a clock that is moved by hand. */
async function relays(...names: readonly string[]) {
  const hub = new MemoryHub();
  let nowMs = 0;
  const ends: End[] = names.map((name) => {
    const bus = new CutBus(hub);
    const heard: string[] = [];
    const broken: string[] = [];
    const ups: boolean[] = [];
    const links = new PeerLinks({
      relay: name,
      bus,
      nowMs: () => nowMs,
      onMessage: (peer, message) => {
        if (message.type === 'closed') heard.push(`${peer}: ${message.connection}`);
      },
      onBroken: (peer) => broken.push(peer),
      onBus: (isUp) => ups.push(isUp),
    });
    return { name, bus, links, heard, broken, ups, stop: () => {} };
  });
  for (const end of ends) end.stop = await end.links.start();
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const pass = async (durationMs: number): Promise<void> => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += BEAT_MS) {
      nowMs += BEAT_MS;
      for (const { links } of ends) links.tick();
      await settle();
    }
  };
  await pass(2 * BEAT_MS);
  return { ends: ends as [End, End, ...End[]], pass, settle };
}

describe('links between relays', () => {
  it('carry messages in order to the one they are for, and find each other by themselves', async () => {
    const { ends, settle } = await relays('a', 'b', 'c');
    const [a, b, c] = ends;
    expect(a.links.peers).toEqual(['b', 'c']);
    for (const each of ['1', '2', '3']) a.links.send('b', closed(each));
    await settle();
    expect(b.heard).toEqual(['a: 1', 'a: 2', 'a: 3']);
    expect(c?.heard).toEqual([]);
    expect([...a.broken, ...b.broken, ...(c?.broken ?? [])]).toEqual([]);
  });

  it('notice at the next message that one was lost, at both ends, and go on', async () => {
    const { ends, pass, settle } = await relays('a', 'b');
    const [a, b] = ends;
    a.links.send('b', closed('before'));
    await settle();
    a.bus.losesSent = true;
    a.links.send('b', closed('lost'));
    a.bus.losesSent = false;
    a.links.send('b', closed('after'));
    await settle();
    expect(b.heard).toEqual(['a: before']);
    expect(b.broken).toEqual(['a']);
    await pass(2 * BEAT_MS);
    expect(a.broken).toEqual(['b']);
    a.links.send('b', closed('again'));
    b.links.send('a', closed('back'));
    await pass(4 * BEAT_MS);
    expect(b.heard).toEqual(['a: before', 'a: again']);
    expect(a.heard).toEqual(['b: back']);
    expect([a.broken.length, b.broken.length]).toEqual([1, 1]);
  });

  it('notice within two beats that the last message was lost', async () => {
    const { ends, pass } = await relays('a', 'b');
    const [a, b] = ends;
    a.links.send('b', closed('first'));
    a.bus.losesSent = true;
    a.links.send('b', closed('last'));
    a.bus.losesSent = false;
    await pass(3 * BEAT_MS);
    expect(b.broken).toEqual(['a']);
    expect(a.broken).toEqual(['b']);
  });

  it('end when a relay falls silent, and at once when it says that it goes', async () => {
    const { ends, pass, settle } = await relays('a', 'b', 'c');
    const [a, b, c] = ends;
    b.bus.losesSent = true;
    await pass(PEER_SILENT_MS - BEAT_MS);
    expect(a.broken).toEqual([]);
    await pass(2 * BEAT_MS);
    expect(a.broken).toEqual(['b']);
    c?.stop();
    await settle();
    expect(a.broken).toEqual(['b', 'c']);
  });

  it('end all when this relay does not hear itself any more, before others give it up', async () => {
    const { ends, pass } = await relays('a', 'b');
    const [a, b] = ends;
    expect(a.ups).toEqual([true]);
    a.bus.losesSent = true;
    a.bus.losesHeard = true;
    await pass(BUS_SILENT_MS + BEAT_MS);
    expect(a.ups).toEqual([true, false]);
    expect(a.broken).toEqual(['b']);
    expect(b.broken).toEqual([]);
    a.bus.losesSent = false;
    a.bus.losesHeard = false;
    await pass(2 * BEAT_MS);
    expect(a.ups).toEqual([true, false, true]);
    expect(b.broken).toEqual(['a']);
    a.links.send('b', closed('again'));
    await pass(2 * BEAT_MS);
    expect(b.heard).toEqual(['a: again']);
  });

  it('count what is no message, and take it as lost', async () => {
    const { ends, settle } = await relays('a', 'b');
    const [a, b] = ends;
    a.bus.publish('rice.relay.b', Buffer.from('{"from":"a"}'));
    a.bus.publish('rice.beats', Buffer.from('nonsense'));
    await settle();
    expect(b.links.unreadable).toBe(2);
    expect(b.heard).toEqual([]);
  });
});
