import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONNECTION_RUNS,
  CONNECTION_RUNS_TIMEOUT,
  chop,
  DriverRig,
  nonceOf,
  probe,
  release,
  ScriptedGuard,
  verdicts,
} from '../support/driver-rig.ts';
import {
  clientCutText,
  clientFence,
  firstMessages,
  key,
  openSession,
  pointer,
  qemuKey,
  setDesktopSize,
  setEncodings,
  updateRequest,
} from '../support/rfb-bytes.ts';
import { join } from '../support/rfb-server-bytes.ts';

function connected(guard = new ScriptedGuard()): { rig: DriverRig; guard: ScriptedGuard } {
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  rig.clear();
  return { rig, guard };
}

const MESSAGES = [
  key(true, 0x61),
  key(false, 0x61),
  pointer(0, 10, 20),
  pointer(1, 10, 20),
  updateRequest(true, [0, 0, 640, 480]),
  clientFence(0, nonceOf(3)),
  clientCutText(new Uint8Array(300).fill(0x41)),
  clientCutText([]),
  qemuKey(true, 0x61, 30),
  setEncodings([7, 0, -26]),
  setDesktopSize(800, 600),
];

describe('what the page writes', () => {
  it('goes out as the very array the page gave when nothing is missing', () => {
    const { rig } = connected();
    const one = key(true, 0x61);
    const several = join(...MESSAGES);
    rig.client(one);
    rig.client(several);
    expect(rig.sent[0]).toBe(one);
    expect(rig.sent[1]).toBe(several);
    expect(rig.sent).toHaveLength(2);
  });

  it('passes before the server has said that it speaks RFB, and during the handshake', () => {
    const rig = new DriverRig();
    rig.client(Uint8Array.of(1, 2, 3));
    rig.play(openSession());
    expect(rig.sent[0]).toEqual(Uint8Array.of(1, 2, 3));
    expect(join(...rig.taken.slice(1))).toEqual(
      join(...openSession().flatMap(({ from, bytes }) => (from === 'client' ? [bytes] : []))),
    );
  });

  it('arrives byte for byte however it is split and joined', CONNECTION_RUNS_TIMEOUT, () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: MESSAGES.length - 1 }), { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (picks, cuts) => {
          const { rig } = connected();
          const stream = join(...picks.map((pick) => MESSAGES[pick]!));
          for (const chunk of chop(stream, cuts)) rig.client(chunk);
          expect(join(...rig.taken)).toEqual(stream);
        },
      ),
      CONNECTION_RUNS,
    );
  });

  it(
    'loses exactly the messages that are dropped, however it is split and joined',
    CONNECTION_RUNS_TIMEOUT,
    () => {
      const release = pointer(0, 1, 1);
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: MESSAGES.length - 1 }), { maxLength: 20 }),
          fc.array(fc.nat(), { maxLength: 30 }),
          (picks, cuts) => {
            const guard = new ScriptedGuard();
            const { rig } = connected(guard);
            guard.client = verdicts((message) => {
              if (message.type === 'key' || message.type === 'cut-text') return 'drop';
              return message.type === 'pointer' ? release : 'send';
            });
            const chosen = picks.map((pick) => MESSAGES[pick]!);
            for (const chunk of chop(join(...chosen), cuts)) rig.client(chunk);
            const expected = chosen.flatMap((message) => {
              if ([4, 6, 255].includes(message[0]!)) return [];
              return [message[0] === 5 ? release : message];
            });
            expect(join(...rig.taken)).toEqual(join(...expected));
          },
        ),
        CONNECTION_RUNS,
      );
    },
  );

  it('is copied when it waits, because the page uses its buffer again', () => {
    const { rig } = connected();
    const buffer = key(true, 0x61);
    rig.client(buffer.subarray(0, 5));
    expect(rig.sent).toHaveLength(0);
    buffer.fill(0xee);
    rig.client(key(true, 0x61).subarray(5));
    expect(join(...rig.taken)).toEqual(key(true, 0x61));
  });

  it('is not held when it is a long paste: the verdict holds for all that comes', () => {
    for (const verdict of ['send', 'drop'] as const) {
      const { rig, guard } = connected();
      guard.client = verdicts((message) => (message.type === 'cut-text' ? verdict : 'send'));
      const text = clientCutText(new Uint8Array(50_000).fill(0x41));
      rig.client(text.subarray(0, 10_000));
      expect(join(...rig.taken).length).toBe(verdict === 'send' ? 10_000 : 0);
      rig.client(text.subarray(10_000, 49_000));
      rig.client(join(text.subarray(49_000), key(true, 0x61)));
      expect(join(...rig.taken)).toEqual(verdict === 'send' ? join(text, key(true, 0x61)) : key(true, 0x61));
    }
  });

  it('that is empty goes out empty, as it always did', () => {
    const { rig } = connected();
    rig.client(new Uint8Array(0));
    expect(rig.sent).toEqual([new Uint8Array(0)]);
  });

  it('is forwarded in one piece where several messages in a row pass', () => {
    const { rig, guard } = connected();
    guard.client = verdicts((message) => (message.type === 'key' ? 'drop' : 'send'));
    const requests = join(updateRequest(true, [0, 0, 1, 1]), updateRequest(true, [0, 0, 2, 2]));
    rig.client(join(requests, key(true, 0x61), requests));
    expect(rig.taken).toEqual([requests, requests]);
  });
});

describe('messages of our own', () => {
  it('follow the message that was asked about, one per send, in order', () => {
    const { rig, guard } = connected();
    guard.client = (message) => ({
      outcome: { type: 'send' },
      effects: message.type === 'key' ? [release(key(false, 1)), probe(nonceOf(1))] : [],
    });
    const request = updateRequest(true, [0, 0, 1, 1]);
    rig.client(join(request, key(true, 0x61), request));
    const probeBytes = join([248, 0, 0, 0, 0x80, 0, 0, 0, 16], nonceOf(1));
    expect(rig.taken).toEqual([join(request, key(true, 0x61)), key(false, 1), probeBytes, request]);
  });

  it('wait for the end of a paste that is on its way', () => {
    const { rig, guard } = connected();
    const text = clientCutText(new Uint8Array(20_000).fill(0x41));
    rig.client(text.subarray(0, 10_000));
    guard.tick = () => [release(key(false, 1))];
    rig.tick();
    guard.tick = () => [];
    expect(join(...rig.taken)).toEqual(text.subarray(0, 10_000));
    rig.client(join(text.subarray(10_000), key(true, 2)));
    expect(join(...rig.taken)).toEqual(join(text, key(false, 1), key(true, 2)));
  });

  it('are not written into a paste when the page closes in the middle of it', () => {
    const { rig, guard } = connected();
    rig.client(clientCutText(new Uint8Array(20_000)).subarray(0, 10_000));
    guard.closing = () => [release(key(false, 1))];
    rig.driver.closing();
    expect(rig.taken).toHaveLength(1);
  });

  it('go before an unfinished message of which nothing was sent', () => {
    const { rig, guard } = connected();
    rig.client(key(true, 0x61).subarray(0, 3));
    guard.tick = () => [release(key(false, 1))];
    rig.tick();
    guard.tick = () => [];
    rig.client(key(true, 0x61).subarray(3));
    expect(rig.taken).toEqual([key(false, 1), key(true, 0x61)]);
  });

  it('are sent first when the page closes the connection', () => {
    const { rig, guard } = connected();
    guard.closing = () => [release(pointer(0, 5, 5))];
    rig.driver.closing();
    expect(rig.taken).toEqual([pointer(0, 5, 5)]);
  });
});

describe('a client that cannot be read', () => {
  it('gets its releases out first, then everything passes', () => {
    const { rig, guard } = connected();
    guard.clientLost = () => [release(key(false, 0x61)), probe(nonceOf(1)), { type: 'announce' }];
    const nonsense = Uint8Array.of(99, 1, 2, 3);
    rig.client(join(key(true, 0x61), nonsense));
    expect(rig.taken).toEqual([key(true, 0x61), key(false, 0x61), nonsense]);
    guard.tick = () => [probe(nonceOf(2)), release(key(false, 1))];
    rig.tick();
    const more = key(true, 0x62);
    rig.client(more);
    expect(rig.taken).toHaveLength(4);
    expect(rig.sent[3]).toBe(more);
    expect(rig.snapshots.length).toBeGreaterThan(0);
  });

  it('is closed when the policy says so, after its releases', () => {
    const { rig, guard } = connected();
    guard.clientLost = () => [{ type: 'close', reason: 'unguarded' }, release(key(false, 0x61))];
    let sentAtClose = -1;
    guard.calls.length = 0;
    const { sent } = rig;
    Object.defineProperty(rig, 'closes', {
      get: () => 0,
      set: () => {
        sentAtClose = sent.length;
      },
    });
    rig.client(Uint8Array.of(99));
    expect(sentAtClose).toBe(1);
    expect(rig.taken[0]).toEqual(key(false, 0x61));
  });

  it('passes what was held, when the reason lies outside the stream', () => {
    const { rig } = connected();
    rig.client(key(true, 0x61).subarray(0, 3));
    rig.driver.unreadable('not-binary');
    rig.client(key(true, 0x61).subarray(3));
    expect(join(...rig.taken)).toEqual(key(true, 0x61));
  });
});

describe('the age of input', () => {
  it('is asked by the kind of event that leads to a message', () => {
    const asked: string[] = [];
    const guard = new ScriptedGuard();
    const rig = new DriverRig({
      guard,
      eventAgeMs: (kind) => {
        asked.push(kind);
        return 42;
      },
    });
    rig.play([...openSession(), firstMessages()]);
    const ages: (number | null)[] = [];
    guard.client = (_message, origin) => {
      ages.push(origin.eventAgeMs);
      return { outcome: { type: 'send' }, effects: [] };
    };
    for (const bytes of [
      key(true, 1),
      pointer(1, 0, 0),
      pointer(8, 0, 0),
      updateRequest(true, [0, 0, 1, 1]),
    ]) {
      rig.client(bytes);
    }
    expect(asked).toEqual(['key', 'pointer', 'wheel']);
    expect(ages).toEqual([42, 42, 42, null]);
  });
});
