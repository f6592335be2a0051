import { expect, it } from 'vitest';
import { BenchMember, RoomBench } from '../support/room-bench.ts';

it('shows the relay nothing that is sealed: no name, text, place or key, in no frame of either way', async () => {
  const bench = new RoomBench();
  const owner = await bench.begin('Canary-Olga');
  const link = await bench.inviteLink(owner, 'operator', true);
  if (link.type !== 'join') throw new Error('no invite');
  const anna = new BenchMember(bench, { link, name: 'Canary-Anna' });
  await bench.settle();
  owner.client.act({ type: 'admit', member: owner.room().knocking[0]?.id ?? '' });
  await bench.pass(500);
  anna.client.act({ type: 'chat', text: 'Canary-text' });
  anna.client.act({ type: 'rename', name: 'Canary-Berg' });
  anna.client.act({ type: 'ask' });
  anna.client.point({ x: 31_337, y: 27_182 });
  await bench.pass(30_000, 1000);
  anna.client.act({ type: 'leave' });
  await bench.settle();
  expect(owner.texts()).toEqual(['Canary-text']);

  const frames = [owner, anna].flatMap(({ said, heard }) => [...said, ...heard]);
  expect(frames.length).toBeGreaterThan(30);
  const decoded = frames.map((frame) =>
    frame.replace(/[A-Za-z0-9_-]{16,}/g, (text) => Buffer.from(text, 'base64url').toString('latin1')),
  );
  const keyBytes = Buffer.from(link.key, 'base64url').toString('latin1');
  for (const secret of ['Canary', 'Berg', '31337', '27182', link.key, keyBytes]) {
    expect(frames.filter((frame) => frame.includes(secret))).toEqual([]);
    expect(decoded.filter((frame) => frame.includes(secret))).toEqual([]);
  }
  // The token is the relay's own: in the hello of who came with it, and in the answer to who made it.
  const withToken = frames.filter((frame) => frame.includes(link.token));
  expect(withToken.map((frame) => /"type":"([a-z]+)"/.exec(frame)?.[1]).sort()).toEqual(['hello', 'invited']);
});
