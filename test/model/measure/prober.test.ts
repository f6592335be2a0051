import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ProbePace, Prober, type ProberOptions } from '../../../src/model/measure/prober.ts';
import type { ClientMessage, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { CLIPBOARD_ACTION, ENCODING } from '../../../src/model/rfb/numbers.ts';
import {
  FENCE_REQUEST,
  fenceReply,
  rect,
  serverInit,
  updateEnd,
} from '../../../testbed/loop/server-events.ts';

const span = { startByte: 0, endByte: 0 };
const encodings = (...list: number[]): ClientMessage => ({ ...span, type: 'set-encodings', encodings: list });
const init = (securityType = 1) => serverInit({ securityType });
const updated = updateEnd();
const serverFence = FENCE_REQUEST;
const desktopSize = (width = 640, height = 480, reason = 0) =>
  rect(ENCODING.extendedDesktopSize, width, height, reason);
const serverPeeks: ServerEvent = { ...span, type: 'clipboard', action: 'caps', flags: CLIPBOARD_ACTION.peek };
const clientCaps: ClientMessage = { ...span, type: 'clipboard', action: 'caps', flags: 0 };
const notify: ServerEvent = { ...span, type: 'clipboard', action: 'notify', flags: CLIPBOARD_ACTION.notify };

function countingNonce(): ProberOptions['randomNonce'] {
  let count = 0;
  return () => new Uint8Array(16).fill(++count);
}

function prober(client: readonly ClientMessage[], server: readonly ServerEvent[]): Prober {
  const made = new Prober({ randomNonce: countingNonce(), nowMs: 0 });
  for (const event of server.slice(0, 1)) made.server(event, 0);
  for (const message of client) made.client(message);
  for (const event of server.slice(1)) made.server(event, 0);
  return made;
}

const withFence = () => prober([encodings(ENCODING.tight, ENCODING.fence)], [init(), serverFence, updated]);
const withRefresh = () =>
  prober([encodings(ENCODING.tight, ENCODING.extendedDesktopSize)], [init(), desktopSize(), updated]);

describe('a healthy path', () => {
  const paces = fc.constantFrom<ProbePace>('active', 'calm', 'background');
  const phases = fc.array(fc.tuple(paces, fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 20 });

  test.each([
    ['fences', withFence],
    ['refreshes', withRefresh],
  ])('is never overdue by %s, however the pace changes', (_kind, make) => {
    fc.assert(
      fc.property(phases, fc.integer({ min: 1, max: 240 }), (each, roundTripMs) => {
        const one = make();
        const answers: { readonly atMs: number; readonly reply: ServerEvent }[] = [];
        let nowMs = 0;
        for (const pace of each.flatMap(([name, ticks]) => Array<ProbePace>(ticks).fill(name))) {
          while (answers[0] !== undefined && answers[0].atMs <= nowMs) {
            const { atMs, reply } = answers.shift()!;
            one.server(reply, atMs);
          }
          const probe = one.next(nowMs, 0, pace);
          const reply = probe?.[0] === 248 ? fenceReply(probe.slice(9)) : desktopSize();
          if (probe !== null) answers.push({ atMs: nowMs + roundTripMs, reply });
          if (nowMs > 500) expect(one.reading(nowMs).level).not.toBe('stall');
          nowMs += 50;
        }
      }),
    );
  });
});

describe('the choice of a probe', () => {
  test('is a fence only when the page advertised it and the server has used it', () => {
    expect(withFence().next(0, 0, 'active')?.[0]).toBe(248);
    expect(
      prober([encodings(ENCODING.tight)], [init(), serverFence, updated]).next(0, 0, 'active'),
    ).toBeNull();
    expect(prober([encodings(ENCODING.fence)], [init(), updated]).next(0, 0, 'active')).toBeNull();
  });

  test('stops being a fence when the page withdraws it', () => {
    const one = withFence();
    one.client(encodings(ENCODING.tight));
    expect(one.next(0, 0, 'active')).toBeNull();
  });

  test('is a one-pixel request where the server answers with the desktop size', () => {
    expect(withRefresh().next(0, 0, 'active')).toEqual(Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 1, 0, 1));
  });

  test('is never a one-pixel request on a server that answers with a key frame or the whole screen', () => {
    const ultra = prober([encodings(ENCODING.extendedDesktopSize)], [init(113), desktopSize(), updated]);
    expect(ultra.next(0, 0, 'active')).toBeNull();
    const h264 = withRefresh();
    h264.server(
      { type: 'rect', startByte: 0, x: 0, y: 0, width: 64, height: 64, encoding: ENCODING.h264 },
      0,
    );
    expect(h264.next(0, 0, 'active')).toBeNull();
  });

  test('is a clipboard peek as the last resort, until one goes unanswered', () => {
    const one = prober([encodings(ENCODING.extendedClipboard), clientCaps], [init(), serverPeeks, updated]);
    expect(one.next(0, 7, 'active')?.[0]).toBe(6);
    expect(one.reading(0).probe).toBe('clipboard');
    one.next(2100, 7, 'active');
    expect(one.reading(2100).probe).toBe('none');
  });

  test('is none before the first picture has arrived', () => {
    expect(prober([encodings(ENCODING.fence)], [init(), serverFence]).next(0, 0, 'active')).toBeNull();
  });
});

describe('fence probes', () => {
  test('are stripped, complete a round trip and acknowledge what went before them', () => {
    const one = withFence();
    const probe = one.next(1000, 41, 'active');
    expect(one.acknowledgedSequence).toBe(-1);
    expect(one.server(fenceReply(probe!.slice(9)), 1030)).toBe('strip');
    expect(one.acknowledgedSequence).toBe(41);
    expect(one.reading(1030)).toMatchObject({ probe: 'fence', roundTripMs: 30 });
    expect(one.outstandingNonces()).toEqual([]);
  });

  test('leave the fences of the server and unknown replies to noVNC', () => {
    const one = withFence();
    one.next(0, 0, 'active');
    expect(one.server(serverFence, 1)).toBe('deliver');
    expect(one.server(fenceReply(new Uint8Array(16).fill(99)), 1)).toBe('deliver');
    expect(one.server({ ...fenceReply(new Uint8Array(16).fill(1)), ...span }, 1)).toBe('strip');
    expect(one.server(fenceReply(new Uint8Array(16).fill(1)), 1)).toBe('deliver');
  });

  test('go out 10 times a second while input is active, 5 while calm, 2 in the background', () => {
    for (const [pace, count] of [
      ['active', 10],
      ['calm', 5],
      ['background', 2],
    ] as const) {
      const one = withFence();
      let sent = 0;
      for (let nowMs = 0; nowMs < 1000; nowMs += 50) if (one.next(nowMs, 0, pace) !== null) sent++;
      expect(sent).toBe(count);
    }
  });

  test('stop at 64 unanswered ones and keep the age of the oldest', () => {
    const one = withFence();
    const first = one.next(0, 0, 'active');
    one.server(fenceReply(first!.slice(9)), 10);
    for (let nowMs = 100; nowMs < 60_000; nowMs += 50) one.next(nowMs, 0, 'active');
    expect(one.outstandingNonces()).toHaveLength(64);
    expect(one.reading(60_000)).toMatchObject({ level: 'stall', unansweredMs: 59_900 });
  });

  test('cost at most 24 kbit/s at 10 per second on the WebSocket layer', () => {
    const one = withFence();
    for (let nowMs = 0; nowMs <= 6000; nowMs += 50) {
      const probe = one.next(nowMs, 0, 'active');
      if (probe !== null) one.server(fenceReply(probe.slice(9)), nowMs);
    }
    const webSocketHeaderBits = 10 * 6 * 8;
    expect(one.reading(6000).probeBitsPerSecond + webSocketHeaderBits).toBeLessThan(24_000);
  });

  test('are never sent again once the stream cannot be read, but their nonces stay known', () => {
    const one = withFence();
    one.next(0, 0, 'active');
    one.stop();
    expect(one.next(1000, 0, 'active')).toBeNull();
    expect(one.outstandingNonces()).toHaveLength(1);
    expect(one.awaitsReply).toBe(true);
    one.removed(new Uint8Array(16).fill(1));
    expect(one.awaitsReply).toBe(false);
  });
});

describe('refresh probes', () => {
  test('are answered by the desktop size, which stays in the stream', () => {
    const one = withRefresh();
    one.next(1000, 5, 'active');
    expect(one.server(desktopSize(), 1040)).toBe('deliver');
    expect(one.acknowledgedSequence).toBe(5);
    expect(one.reading(1040)).toMatchObject({ probe: 'refresh', roundTripMs: 40 });
  });

  test('are one at a time', () => {
    const one = withRefresh();
    expect(one.next(1000, 5, 'active')).not.toBeNull();
    expect(one.next(2000, 6, 'active')).toBeNull();
    expect(one.next(4100, 7, 'active')).not.toBeNull();
  });

  test('take the first late reply for the first probe: nothing sent later is acknowledged by it', () => {
    const one = withRefresh();
    one.next(1000, 5, 'active');
    one.next(4100, 9, 'active');
    one.server(desktopSize(), 5000);
    expect(one.acknowledgedSequence).toBe(5);
    one.server(desktopSize(), 5001);
    expect(one.acknowledgedSequence).toBe(9);
  });

  test('give up a probe that the server merged with a later one', () => {
    const one = withRefresh();
    one.next(1000, 5, 'active');
    one.next(4100, 9, 'active');
    one.server(desktopSize(), 5000);
    expect(one.next(6600, 10, 'active')).toBeNull();
    for (let nowMs = 6650; nowMs < 7600; nowMs += 50) one.next(nowMs, 11, 'active');
    one.server(desktopSize(), 7700);
    expect(one.acknowledgedSequence).toBe(11);
  });

  test('leave the reply to a request of the page to the page', () => {
    const one = withRefresh();
    one.client({ ...span, type: 'update-request', incremental: false, x: 0, y: 0, width: 640, height: 480 });
    one.next(1000, 5, 'active');
    one.server(desktopSize(), 1010);
    expect(one.acknowledgedSequence).toBe(-1);
    one.server(desktopSize(), 1020);
    expect(one.acknowledgedSequence).toBe(5);
  });

  test('take neither a new size nor the answer to a SetDesktopSize for a reply', () => {
    const one = withRefresh();
    one.next(1000, 5, 'active');
    one.server(desktopSize(800, 600), 1010);
    one.server(desktopSize(800, 600, 1), 1020);
    expect(one.acknowledgedSequence).toBe(-1);
  });
});

describe('a request of ours for the whole picture', () => {
  const bytes = new Uint8Array(10);

  test('is a probe itself where probes are such requests: never beside another one', () => {
    const path = withRefresh();
    expect(path.next(1000, 1, 'calm')).not.toBeNull();
    expect(path.refresh(bytes, 1010, 2, 'calm')).toBe(false);
    path.server(desktopSize(), 1040);
    expect(path.refresh(bytes, 1050, 2, 'calm')).toBe(true);
    expect(path.next(2000, 3, 'calm')).toBeNull();
    expect(path.acknowledgedSequence).toBe(1);
    path.server(desktopSize(), 2010);
    expect(path.acknowledgedSequence).toBe(2);
    expect(path.reading(2020).roundTripMs).toBe(960);
    expect(path.next(2020, 3, 'calm')).not.toBeNull();
  });

  test('is none where the server is asked with fences, and after the end', () => {
    const path = withFence();
    const fence = path.next(1000, 1, 'active')!;
    expect(path.refresh(bytes, 1010, 2, 'active')).toBe(true);
    path.server(desktopSize(), 1020);
    expect(path.acknowledgedSequence).toBe(-1);
    path.server(fenceReply(fence.slice(9)), 1030);
    expect(path.acknowledgedSequence).toBe(1);
    const stopped = withRefresh();
    stopped.stop();
    expect(stopped.refresh(bytes, 1010, 2, 'active')).toBe(false);
  });
});

describe('a peek', () => {
  test('takes exactly one notify out of the stream', () => {
    const one = prober([encodings(ENCODING.extendedClipboard), clientCaps], [init(), serverPeeks, updated]);
    one.next(0, 7, 'active');
    expect(one.server(notify, 25)).toBe('strip');
    expect(one.server(notify, 30)).toBe('deliver');
    expect(one.acknowledgedSequence).toBe(7);
  });
});

describe('a server that answers no probe', () => {
  const plain = () => prober([encodings(ENCODING.tight)], [init(), updated]);

  test('has low confidence and a round trip from action to next update', () => {
    const one = plain();
    one.sent(3, 1000);
    one.server(updated, 1080);
    expect(one.reading(1080)).toMatchObject({ probe: 'none', confidence: 'low', roundTripMs: 80 });
    expect(one.acknowledgedSequence).toBe(3);
  });

  test('is never taken for stalled because its screen stands still', () => {
    const one = plain();
    one.sent(3, 1000);
    for (let nowMs = 1000; nowMs < 20_000; nowMs += 50) {
      one.next(nowMs, 3, 'active');
      expect(one.reading(nowMs).level).toBe('ok');
    }
    expect(one.acknowledgedSequence).toBe(3);
  });

  test('is bad, then stalled, when actions that are usually answered are not', () => {
    const one = plain();
    for (let sequence = 0; sequence < 8; sequence++) {
      one.sent(sequence, sequence * 1000);
      one.server(updated, sequence * 1000 + 50);
    }
    one.sent(9, 10_000);
    expect(one.reading(10_500).level).toBe('ok');
    expect(one.reading(10_700).level).toBe('bad');
    expect(one.reading(11_600).level).toBe('stall');
  });
});
