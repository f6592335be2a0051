import { beforeEach, describe, expect, it } from 'vitest';
import { RoomBench } from '../support/room-bench.ts';

let bench: RoomBench;

beforeEach(() => {
  bench = new RoomBench();
});

describe('a room', () => {
  it('begins with a start link, with who began it as its owner', async () => {
    const owner = await bench.begin('Olga');
    const [self, ...others] = owner.room().people;
    expect(others).toEqual([]);
    expect(self).toMatchObject({
      name: 'Olga',
      role: 'owner',
      isSelf: true,
      isPresent: true,
      trust: 'proven',
    });
    expect(owner.room().alarms).toEqual([]);
    expect(bench.urls).toEqual(['wss://relay.example/room']);
  });

  it('shows everybody who is here, by name', async () => {
    const owner = await bench.begin('Olga');
    const anna = await bench.join(owner, 'Anna');
    const ben = await bench.join(owner, 'Ben', 'observer', { mode: 'watch' });
    for (const member of [owner, anna, ben]) {
      expect(member.room().people.map(({ name, role, mode }) => `${name} ${role} ${mode}`)).toEqual([
        'Olga owner operate',
        'Anna operator operate',
        'Ben observer watch',
      ]);
      expect(member.room().alarms).toEqual([]);
    }
  });

  it('carries chat to everybody, and says that it arrived', async () => {
    const owner = await bench.begin('Olga');
    const anna = await bench.join(owner, 'Anna');
    owner.client.act({ type: 'chat', text: 'Hello @Anna' });
    await bench.settle();
    expect(anna.state().chat).toMatchObject([
      { name: 'Olga', text: 'Hello @Anna', state: 'received', mentionsSelf: true },
    ]);
    expect(owner.state().chat).toMatchObject([{ name: 'Olga', text: 'Hello @Anna', state: 'sent' }]);
    expect(anna.room().unread).toBe(1);
    anna.client.act({ type: 'read' });
    expect(anna.room().unread).toBe(0);
  });
});
