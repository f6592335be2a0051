import { describe, expect, test } from 'vitest';
import { answerRoomHost, OffscreenDoor } from '../../src/background/room-door.ts';
import { RoomHost } from '../../src/background/room-host/room-host.ts';
import type { ToRoomHost } from '../../src/model/port/room-port.ts';
import { FakeRoomClient } from '../support/fake-room-client.ts';

const join = (
  tabId: number,
  link = 'https://relay.example/j#s=a.b.c',
): ToRoomHost & { type: 'host-join' } => ({
  type: 'host-join',
  seat: { tabId, frameId: 0, connection: '1' },
  link,
  name: 'Anna',
  mode: 'operate',
});

/** Chrome with its document, in which a host runs while it is there. */
class FakeOffscreen {
  readonly calls: string[] = [];
  host: RoomHost | null = null;

  async hasDocument(): Promise<boolean> {
    return this.host !== null;
  }

  async createDocument({ url }: { readonly url: string }): Promise<void> {
    this.calls.push(`create ${url}`);
    if (this.host !== null) throw new Error('Only a single offscreen document may be created.');
    this.host = new RoomHost({ makeClient: () => new FakeRoomClient() });
  }

  async closeDocument(): Promise<void> {
    this.calls.push('close');
    this.host = null;
  }

  send = async (message: ToRoomHost): Promise<unknown> => {
    if (this.host === null) throw new Error('Could not establish connection.');
    return answerRoomHost(this.host, message);
  };
}

describe('the door to Chrome’s offscreen document', () => {
  test('makes it for the first room and closes it behind the last', async () => {
    const offscreen = new FakeOffscreen();
    const door = new OffscreenDoor(offscreen, offscreen.send);
    await Promise.all([door.join(join(7)), door.join(join(8))]);
    expect(offscreen.host?.tabs).toEqual([7, 8]);
    await door.leave(7);
    expect(offscreen.calls).toEqual(['create offscreen.html']);
    await door.leave(8);
    expect(offscreen.calls).toEqual(['create offscreen.html', 'close']);
  });

  test('opens no document to leave a room that was lost with it', async () => {
    const offscreen = new FakeOffscreen();
    await new OffscreenDoor(offscreen, offscreen.send).leave(7);
    expect(offscreen.calls).toEqual([]);
  });

  test('moves a room to another tab, where there is a document', async () => {
    const offscreen = new FakeOffscreen();
    const door = new OffscreenDoor(offscreen, offscreen.send);
    await door.move(7, 9);
    expect(offscreen.calls).toEqual([]);
    await door.join(join(7));
    await door.move(7, 9);
    expect(offscreen.host?.tabs).toEqual([9]);
  });

  test('passes on why no document could be made', async () => {
    const offscreen = new FakeOffscreen();
    offscreen.createDocument = async () => {
      throw new Error('no memory');
    };
    await expect(new OffscreenDoor(offscreen, offscreen.send).join(join(7))).rejects.toThrow('no memory');
  });
});

test('a host joins no room by what is no link', () => {
  const host = new RoomHost({ makeClient: () => new FakeRoomClient() });
  expect(answerRoomHost(host, join(7, 'https://relay.example/other'))).toEqual({ tabs: [] });
});
