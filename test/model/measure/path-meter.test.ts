import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PathMeter } from '../../../src/model/measure/path-meter.ts';

/** A path probed every `periodMs` whose round trip is given by a function of the time of sending. */
function drive(
  untilMs: number,
  roundTripMs: (sentAtMs: number) => number,
  periodMs = 200,
  path = new PathMeter(0),
  fromMs = 0,
): PathMeter {
  const answers: { id: number; atMs: number }[] = [];
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 10) {
    for (const answer of answers.splice(0)) {
      if (answer.atMs <= nowMs) path.answered(answer.id, nowMs);
      else answers.push(answer);
    }
    if (nowMs % periodMs === 0) {
      path.sent(nowMs, nowMs, periodMs);
      answers.push({ id: nowMs, atMs: nowMs + roundTripMs(nowMs) });
    }
    if (nowMs % 50 === 0) path.update(nowMs);
  }
  return path;
}

describe('the path', () => {
  test('knows nothing before the first answer, and says that nothing is proven', () => {
    const path = new PathMeter(0);
    path.sent(1, 0, 200);
    const reading = path.reading('fence', 100);
    expect(reading).toMatchObject({ roundTripMs: null, baseMs: null, excessMs: 0, confidence: 'low' });
    expect(reading.unansweredMs).toBe(Infinity);
  });

  test('measures a steady round trip as base without excess', () => {
    const reading = drive(5000, () => 40).reading('fence', 5000);
    expect(reading).toMatchObject({
      roundTripMs: 40,
      baseMs: 40,
      excessMs: 0,
      level: 'ok',
      confidence: 'high',
    });
    expect(reading.quality).toBe(1);
  });

  test('judges a steady slow link healthy', () => {
    expect(drive(20_000, () => 600).reading('fence', 20_000)).toMatchObject({ level: 'ok', excessMs: 0 });
  });

  test('takes the age of the oldest unanswered probe for a round trip that is at least so long', () => {
    const path = drive(4000, (sentAtMs) => (sentAtMs > 3000 ? 60_000 : 40));
    const reading = path.reading('fence', 4000);
    expect(reading.effectiveMs).toBe(800);
    expect(reading.excessMs).toBe(760);
    expect(reading.level).toBe('stall');
    expect(reading.quality).toBe(0);
  });

  test('is bad as soon as a probe is 200 ms above base, before any answer is late', () => {
    const path = drive(3240, (sentAtMs) => (sentAtMs >= 3000 ? 60_000 : 10));
    expect(path.reading('fence', 3205).level).toBe('ok');
    expect(path.reading('fence', 3215).level).toBe('bad');
  });

  test('stays overdue when a probe goes out at last, until an answer comes', () => {
    const path = drive(1990, () => 20);
    path.sent(7, 2455, 200);
    expect(path.reading('fence', 2455)).toMatchObject({ level: 'stall' });
    expect(path.reading('fence', 2455).unansweredMs).toBeGreaterThan(250);
    path.answered(7, 2475);
    expect(path.reading('fence', 2475)).toMatchObject({ roundTripMs: 20, unansweredMs: 0, level: 'ok' });
  });

  test('asks for no more than a round trip where a probe went out late but not overdue', () => {
    const path = drive(1990, () => 20);
    path.sent(7, 2150, 200);
    expect(path.reading('fence', 2160).unansweredMs).toBe(10);
  });

  test('calls nothing overdue that waited for a slow answer: the next question is due from there', () => {
    const path = new PathMeter(0);
    for (let nowMs = 0; nowMs <= 9000; nowMs += 450) {
      // One at a time, as on a server that is asked for a refresh; the next goes out at the tick after the answer.
      path.sent(nowMs, nowMs, 100);
      path.answered(nowMs, nowMs + 400);
      expect(path.reading('refresh', nowMs + 449).unansweredMs).toBeLessThan(50);
    }
    path.sent(10_000, 9450, 100);
    expect(path.reading('refresh', 9500)).toMatchObject({ unansweredMs: 50, level: 'ok' });
  });

  test('counts a probe that was never sent, because timers froze, as unanswered', () => {
    const path = drive(3000, () => 20);
    expect(path.reading('fence', 3050).unansweredMs).toBeLessThanOrEqual(50);
    expect(path.reading('fence', 9000).level).toBe('stall');
  });

  test('warns when a queue fills, long before the level is bad', () => {
    const path = drive(7000, (sentAtMs) => 40 + Math.max(0, sentAtMs - 5000) * 0.06);
    const reading = path.reading('fence', 7000);
    expect(reading.level).toBe('warn');
    expect(reading.trendMsPerSecond).toBeGreaterThan(50);
    expect(reading.excessMs).toBeLessThan(200);
  });

  test('takes a steady longer route for the new base within 20 s', () => {
    const path = drive(30_000, (sentAtMs) => (sentAtMs < 5000 ? 40 : 600));
    expect(path.reading('fence', 8000 + 22_000)).toMatchObject({ baseMs: 600, level: 'ok' });
  });

  test('does not take a swinging queue for a longer route', () => {
    const path = drive(60_000, (sentAtMs) => (sentAtMs < 5000 ? 40 : 300 + ((sentAtMs / 10) % 300)));
    expect(path.reading('fence', 60_000)).toMatchObject({ baseMs: 40, level: 'bad' });
  });

  test('needs a fresh answer after it was told to forget', () => {
    const path = drive(3000, () => 20);
    path.forget(3000);
    expect(path.reading('fence', 3010).unansweredMs).toBe(Infinity);
    path.answered(3000, 3020);
    path.sent(9001, 3030, 200);
    expect(path.reading('fence', 3040).unansweredMs).not.toBe(0);
    path.answered(9001, 3050);
    expect(path.reading('fence', 3060).unansweredMs).toBeLessThan(100);
  });

  test('is ok again at once when the replies of a stall arrive together and the next is quick', () => {
    const path = drive(8000, (sentAtMs) => (sentAtMs >= 3000 && sentAtMs < 6000 ? 6000 - sentAtMs : 20));
    expect(path.reading('fence', 6100).level).not.toBe('stall');
    expect(path.reading('fence', 8000).level).toBe('ok');
  });

  test('gives finite, ordered readings for any schedule of answers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(500), fc.boolean(), fc.nat(20)), { maxLength: 200 }), (steps) => {
        const path = new PathMeter(0);
        let nowMs = 0;
        let id = 0;
        for (const [waitMs, send, back] of steps) {
          nowMs += waitMs;
          if (send) path.sent(++id, nowMs, 200);
          else path.answered(id - back, nowMs);
          const reading = path.reading('fence', nowMs);
          expect(reading.excessMs).toBeGreaterThanOrEqual(0);
          expect(reading.quality).toBeGreaterThanOrEqual(0);
          expect(reading.quality).toBeLessThanOrEqual(1);
          expect(reading.stallAfterMs).toBeGreaterThanOrEqual(250);
          expect(reading.stallAfterMs).toBeLessThanOrEqual(1500);
          expect(Number.isFinite(reading.trendMsPerSecond)).toBe(true);
        }
      }),
    );
  });
});
