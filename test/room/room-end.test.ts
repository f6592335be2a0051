import { expect, it } from 'vitest';
import { RoomBench } from '../support/room-bench.ts';

it('a room that a relay does not know any more keeps the gate shut until the person leaves', async () => {
  const bench = new RoomBench();
  const owner = await bench.begin('Olga');
  const anna = await bench.join(owner, 'Anna');
  anna.client.act({ type: 'ask' });
  await bench.settle();
  expect(anna.orders.at(-1)).toMatchObject({ type: 'granted' });

  // Its file is lost: whoever began the room may begin it again, and then has control.
  anna.tamper = (message) => (message.type === 'welcome' ? [{ type: 'bye', reason: 'ended' }] : []);
  anna.events?.onClose();
  await bench.pass(2000);

  expect(anna.state().status).toMatchObject({ type: 'ended', reason: 'ended' });
  expect(anna.orders.at(-1)).toEqual({ type: 'watch' });
  anna.client.act({ type: 'leave' });
  await bench.settle();
  expect(anna.orders.at(-1)).toEqual({ type: 'solo' });
});
