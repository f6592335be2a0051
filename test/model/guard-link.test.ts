import { describe, expect, it } from 'vitest';
import { key, pointer } from '../support/guard-messages.ts';
import { click, ready, type } from '../support/guard-user.ts';

describe('a guarded session over a link that is cut for 5 s', () => {
  for (const [periodMs, phaseMs] of [
    [250, 0],
    [250, 30],
    [400, 70],
    [500, 110],
    [1000, 190],
  ] as const) {
    it(`sends no press made later than 0.7 s after the cut, at a click per ${periodMs} ms (+${phaseMs})`, () => {
      const bench = ready(10);
      let place = 0;
      const clicks: { atMs: number; sent: boolean }[] = [];
      let lastMs = Number.NEGATIVE_INFINITY;
      const act = () => {
        if (bench.nowMs - lastMs < periodMs) return;
        lastMs = bench.nowMs;
        clicks.push({ atMs: bench.nowMs, sent: click(bench, place++) });
      };
      bench.run(3000 + phaseMs, act);
      expect(clicks.every(({ sent }) => sent)).toBe(true);
      const cutMs = bench.nowMs;
      bench.cut();
      bench.run(5000, act);
      bench.heal();
      expect(bench.snapshot().state).toBe('breakdown');
      const backMs = bench.until(({ blocked }) => blocked === null || blocked === 'burst-cut', 10_000, act);
      expect(backMs).toBeLessThan(4000);
      // Not before the link has proved itself.
      expect(backMs).toBeGreaterThanOrEqual(2000);
      const during = clicks.filter(({ atMs }) => atMs > cutMs + 700 && atMs <= cutMs + 5000 + backMs);
      expect(during.length).toBeGreaterThan(3);
      expect(during.filter(({ sent }) => sent)).toEqual([]);
      expect(bench.sent.held).toEqual([]);
    });
  }

  it('goes through Breakdown and Recovery, never from Breakdown to Stable', () => {
    const bench = ready(10);
    const states: string[] = [];
    const act = () => {
      const { state } = bench.snapshot();
      if (states.at(-1) !== state) states.push(state);
      if (bench.nowMs % 600 < 50) click(bench, Math.floor(bench.nowMs));
    };
    bench.run(2000, act);
    bench.cut();
    bench.run(5000, act);
    bench.heal();
    bench.run(6000, act);
    expect(states).toEqual(['idle', 'stable', 'unstable', 'breakdown', 'recovery', 'stable']);
  });

  it('is a Breakdown also for a user who only watches', () => {
    const bench = ready(10);
    bench.cut();
    expect(bench.until(({ state }) => state === 'breakdown', 3000)).toBeLessThanOrEqual(1600);
    bench.heal();
    expect(bench.until(({ state }) => state === 'idle', 5000)).toBeLessThanOrEqual(3000);
    expect(bench.snapshot().blocked).toBeNull();
  });

  it('shows a stall and takes the permit within 0.45 s while the user acts', () => {
    for (let phaseMs = 0; phaseMs < 200; phaseMs += 10) {
      const bench = ready(10);
      click(bench, 1);
      bench.run(500 + phaseMs);
      bench.cut();
      expect(bench.until(({ blocked }) => blocked !== null, 2000)).toBeLessThanOrEqual(450);
    }
  });
});

describe('a guarded session over a healthy link', () => {
  it('holds nothing back on a steady round trip of 600 ms, at 2 clicks/s and 5 keys/s for 5 minutes', () => {
    const bench = ready(300);
    let place = 0;
    const dropped: number[] = [];
    const states = new Set<string>();
    let step = 0;
    bench.run(300_000, () => {
      step++;
      if (step % 10 === 0 && !click(bench, place++)) dropped.push(bench.nowMs);
      if (step % 4 === 0 && !type(bench, 97 + (step % 26))) dropped.push(bench.nowMs);
      states.add(bench.snapshot().state);
    });
    expect(dropped).toEqual([]);
    expect([...states].sort()).toEqual(['idle', 'stable']);
  });

  it('makes no banner of a spike below 300 ms, and needs no re-arming after it', () => {
    const bench = ready(20);
    let place = 0;
    const states = new Set<string>();
    const act = () => {
      if (bench.nowMs % 500 < 50) click(bench, place++);
      states.add(bench.snapshot().state);
    };
    for (let i = 0; i < 20; i++) {
      bench.run(3000 + i * 37, act);
      bench.cut();
      bench.run(290, act);
      bench.heal();
    }
    bench.run(1000, act);
    expect([...states].sort()).toEqual(['idle', 'stable']);
  });

  it('does not stand in the way of one who holds a key, drags or scrolls', () => {
    const bench = ready(20);
    for (let i = 0; i < 60; i++) {
      expect(bench.client(key(true, 0xff53)).outcome).toEqual({ type: 'send' });
      bench.run(33);
    }
    expect(bench.client(key(false, 0xff53)).outcome).toEqual({ type: 'send' });
    expect(bench.client(pointer(1, 10, 10)).outcome).toEqual({ type: 'send' });
    for (let i = 0; i < 60; i++) {
      bench.run(17);
      expect(bench.client(pointer(1, 10 + i, 10)).outcome).toEqual({ type: 'send' });
    }
    expect(bench.client(pointer(0, 90, 10)).outcome).toEqual({ type: 'send' });
    for (let i = 0; i < 60; i++) {
      bench.run(40);
      expect(bench.client(pointer(16, 90, 10)).outcome).toEqual({ type: 'send' });
      expect(bench.client(pointer(0, 90, 10)).outcome).toEqual({ type: 'send' });
    }
  });
});

describe('a guarded session over a congested link', () => {
  it('turns Unstable while the user acts, and Stable again without a pause once the net is OK', () => {
    const bench = ready(20);
    let place = 0;
    const act = () => {
      if (bench.nowMs % 700 < 50) click(bench, place++);
    };
    bench.run(2000, act);
    bench.oneWayMs = 200;
    expect(bench.until(({ state }) => state === 'unstable', 3000, act)).toBeLessThanOrEqual(1000);
    bench.run(3000, act);
    bench.oneWayMs = 20;
    expect(bench.until(({ state }) => state === 'stable', 6000, act)).toBeLessThanOrEqual(4000);
  });

  it('drops a click repeated after its receipt, as long as no picture can have answered it', () => {
    const bench = ready(20);
    bench.oneWayMs = 200;
    let place = 1;
    const work = () => {
      if (bench.nowMs % 700 < 50) click(bench, place++);
    };
    bench.until(({ state }) => state === 'unstable', 3000, work);
    bench.run(1200);
    expect(bench.client(pointer(1, 300, 300)).outcome.type).toBe('replace');
    bench.client(pointer(0, 300, 300));
    bench.run(700);
    expect(bench.snapshot().unacknowledged, 'the server has read it').toBe(0);
    expect(bench.client(pointer(1, 302, 300)).outcome).toEqual({ type: 'drop', reason: 'retry' });
    bench.client(pointer(0, 302, 300));
    bench.run(1000);
    expect(bench.snapshot().cutBurst).toBeNull();
    expect(bench.client(pointer(1, 303, 300)).outcome.type).toBe('replace');
  });

  it('drops a click repeated into silence and all after it, and says how many arrived', () => {
    const bench = ready(20);
    click(bench, 0);
    bench.oneWayMs = 200;
    bench.until(
      ({ state }) => state === 'unstable',
      3000,
      () => {
        if (bench.nowMs % 700 < 50) click(bench, 1);
      },
    );
    bench.run(1000);
    expect(bench.client(pointer(1, 300, 300)).received, 'a click as one unit').toMatchObject({
      downs: ['button 0'],
      ups: ['button 0'],
    });
    bench.client(pointer(0, 300, 300));
    bench.run(100);
    bench.client(pointer(1, 302, 300));
    bench.client(pointer(0, 302, 300));
    bench.run(100);
    expect(bench.client(pointer(1, 301, 300)).outcome).toEqual({ type: 'drop', reason: 'retry' });
    bench.client(pointer(0, 301, 300));
    expect(bench.client(key(true, 65)).outcome).toEqual({ type: 'drop', reason: 'burst-cut' });
    bench.client(key(false, 65));
    expect(bench.snapshot().cutBurst).toMatchObject({ sent: 2, dropped: 2 });
    expect(bench.announced.some(({ cutBurst }) => cutBurst?.sent === 2)).toBe(true);
    bench.run(1500);
    expect(bench.snapshot().cutBurst).toBeNull();
    expect(bench.client(key(true, 65)).received?.downs).toEqual(['key 65']);
  });
});
