import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { everyProtocolMessage, key, pointer } from '../support/guard-messages.ts';

/** One click at a place of its own; true if its press went to the server. */
function click(bench: GuardBench, place: number): boolean {
  const x = 20 + ((place * 97) % 600);
  const y = 20 + ((place * 61) % 400);
  const sent = bench.client(pointer(1, x, y)).received?.downs.length === 1;
  bench.client(pointer(0, x, y));
  return sent;
}

function type(bench: GuardBench, keysym: number): boolean {
  const sent = bench.client(key(true, keysym)).outcome.type === 'send';
  bench.client(key(false, keysym));
  return sent;
}

function ready(oneWayMs: number): GuardBench {
  const bench = new GuardBench({ oneWayMs });
  bench.run(4 * oneWayMs + 4000);
  return bench;
}

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
  }, 60_000);

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
    expect(bench.client(pointer(1, 300, 300)).outcome).toEqual({ type: 'send' });
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
    expect(bench.client(key(true, 65)).outcome).toEqual({ type: 'send' });
  });
});

describe('a guarded session that cannot look', () => {
  it('has no permit before the first round trip', () => {
    const bench = new GuardBench({ oneWayMs: 40 });
    expect(bench.client(pointer(1, 1, 1)).outcome).toEqual({ type: 'drop', reason: 'no-data' });
    bench.run(1000);
    expect(bench.snapshot().blocked).toBeNull();
  });

  it('lets everything go when the tab is hidden, and needs a fresh answer and a fresh press after', () => {
    const bench = ready(20);
    bench.client(key(true, 0xffe1, 42));
    bench.client(key(true, 65, 30));
    bench.client(pointer(1, 5, 6));
    bench.perform(bench.guard.setVisible(false, bench.nowMs));
    expect(bench.sent.held).toEqual([]);
    expect(bench.sent.received.slice(-3).flatMap(({ ups }) => ups)).toEqual(['key 30', 'key 42', 'button 0']);
    bench.run(1000);
    bench.perform(bench.guard.setVisible(true, bench.nowMs));
    expect(bench.snapshot().blocked).toBe('no-data');
    bench.run(1000);
    expect(bench.snapshot().blocked).toBeNull();
    expect(bench.client(key(true, 65, 30)).outcome.type).toBe('drop');
    expect(bench.client(pointer(1, 50, 60)).outcome.type).toBe('drop');
    bench.client(key(false, 65, 30));
    bench.client(key(false, 0xffe1, 42));
    bench.client(pointer(0, 50, 60));
    bench.run(1000);
    expect(bench.client(key(true, 65, 30)).outcome).toEqual({ type: 'send' });
  });

  it('has no permit when ticks stop, even though nobody took it away', () => {
    const bench = ready(20);
    bench.ticking = false;
    bench.nowMs += 3_600_000;
    expect(bench.client(pointer(1, 1, 1)).outcome).toEqual({ type: 'drop', reason: 'no-data' });
  });

  it('drops a press whose event waited in a blocked page', () => {
    const bench = ready(20);
    expect(bench.client(pointer(1, 1, 1), 501).outcome).toEqual({ type: 'drop', reason: 'stale-input' });
    expect(bench.client(pointer(0, 1, 1), 501).outcome.type).not.toBe('replace');
  });

  it('guards a server that answers no probe by what it can: nothing is held back while updates come', () => {
    const bench = new GuardBench({ oneWayMs: 20, fences: false });
    bench.run(1500);
    for (let i = 0; i < 50; i++) {
      expect(click(bench, i)).toBe(true);
      bench.run(700);
      bench.guard.server({ type: 'update-start', startByte: 0, rects: 1 }, bench.nowMs);
      bench.guard.server({ type: 'update-end', startByte: 0, endByte: 0, rects: 1 }, bench.nowMs);
    }
    expect(bench.snapshot().path.confidence).toBe('low');
  });
});

describe('a connection that cannot be read', () => {
  it('blocks presses and passes releases once the server stream is lost', () => {
    const bench = ready(20);
    bench.client(pointer(1, 5, 5));
    const desync = { type: 'desync', offsetBytes: 1, reason: 'unknown-encoding', value: 9 } as const;
    bench.perform(bench.guard.server(desync, bench.nowMs).effects);
    expect(bench.sent.held).toEqual([]);
    expect(bench.snapshot()).toMatchObject({
      guarding: 'unverified',
      guardingReason: 'unknown-encoding',
      blocked: 'unverified',
    });
    const probes = bench.effects.filter(
      (effect) => effect.type === 'send' && effect.purpose === 'probe',
    ).length;
    for (let i = 1; i <= 20; i++) bench.perform(bench.guard.tick(bench.nowMs + 50 * i));
    bench.nowMs += 1000;
    expect(
      bench.effects.filter((effect) => effect.type === 'send' && effect.purpose === 'probe').length,
    ).toBe(probes);
    bench.client(pointer(0, 5, 5));
    expect(bench.client(pointer(1, 5, 5)).outcome).toEqual({ type: 'drop', reason: 'unverified' });
    bench.perform(bench.guard.setPolicy({ ...STRICT_POLICY, whenUnverified: 'pass' }, bench.nowMs));
    bench.client(pointer(0, 5, 5));
    expect(bench.client(pointer(1, 5, 5)).outcome).toEqual({ type: 'send' });
  });

  it('pays the releases it owes before it passes everything, and closes if the policy says so', () => {
    for (const whenUnguarded of ['pass', 'close'] as const) {
      const bench = new GuardBench({ policy: { ...STRICT_POLICY, whenUnguarded } });
      bench.run(2000);
      bench.client(key(true, 65));
      bench.client(pointer(4, 7, 8));
      const effects = bench.guard.clientLost('base64', bench.nowMs);
      expect(effects.map((effect) => (effect.type === 'send' ? effect.purpose : effect.type))).toEqual([
        'release',
        'release',
        'announce',
        ...(whenUnguarded === 'close' ? ['close'] : []),
      ]);
      expect(bench.snapshot()).toMatchObject({
        guarding: 'unguarded',
        guardingReason: 'base64',
        blocked: null,
      });
      expect(bench.guard.client(pointer(1), { eventAgeMs: 9999 }, bench.nowMs).outcome).toEqual({
        type: 'send',
      });
    }
  });

  it('owes the releases when the page closes the connection', () => {
    const bench = ready(20);
    bench.client(key(true, 65));
    bench.perform(bench.guard.closing(bench.nowMs));
    expect(bench.sent.held).toEqual([]);
    bench.perform(bench.guard.closed(bench.nowMs));
    expect(bench.snapshot()).toMatchObject({ guarding: 'closed', state: 'breakdown', blocked: 'closed' });
    expect(bench.guard.tick(bench.nowMs + 50)).toEqual([]);
  });
});

describe('a gate that fails', () => {
  it('blocks presses and passes releases and protocol, visibly, and trusts itself again after one fault', () => {
    const bench = ready(20);
    bench.client(pointer(1, 5, 5));
    bench.perform(bench.guard.fault(bench.nowMs));
    expect(bench.sent.held).toEqual([]);
    expect(bench.snapshot()).toMatchObject({ blocked: 'fault', guardingReason: 'fault' });
    bench.client(pointer(0, 5, 5));
    expect(bench.client(pointer(1, 5, 5)).outcome).toEqual({ type: 'drop', reason: 'fault' });
    for (const message of everyProtocolMessage())
      expect(bench.client(message).outcome).toEqual({ type: 'send' });
    bench.client(pointer(0, 5, 5));
    bench.run(6000);
    expect(bench.snapshot().blocked).toBeNull();
    expect(bench.client(pointer(1, 5, 5)).outcome).toEqual({ type: 'send' });
  });

  it('latches after two faults within a minute', () => {
    const bench = ready(20);
    bench.perform(bench.guard.fault(bench.nowMs));
    bench.run(50_000);
    bench.perform(bench.guard.fault(bench.nowMs));
    bench.run(200_000);
    expect(bench.snapshot().blocked).toBe('fault');
  }, 60_000);

  it('never throws out of a tick or a message', () => {
    let broken = false;
    const bench = new GuardBench({
      randomNonce: () => {
        if (broken) throw new Error('no randomness');
        return crypto.getRandomValues(new Uint8Array(16));
      },
    });
    bench.run(3000);
    bench.client(key(true, 65));
    broken = true;
    bench.run(500);
    expect(bench.sent.held).toEqual([]);
    expect(bench.snapshot().blocked).toBe('fault');
    expect(bench.client(key(true, 66)).outcome.type).toBe('drop');
  });
});

describe('measure only', () => {
  it('lets everything pass over a dead link, and still shows the state', () => {
    const bench = new GuardBench({ policy: { ...STRICT_POLICY, mode: 'measure' } });
    bench.run(3000);
    bench.cut();
    let place = 0;
    bench.run(5000, () => {
      expect(click(bench, place++)).toBe(true);
    });
    expect(bench.snapshot()).toMatchObject({ guarding: 'measuring', state: 'breakdown', blocked: null });
  });
});
