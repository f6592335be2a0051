import { describe, expect, it } from 'vitest';
import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { everyProtocolMessage, key, pointer } from '../support/guard-messages.ts';
import { click, ready } from '../support/guard-user.ts';

/** Without what is for the record and the journal only. */
const doing = (effects: readonly GuardEffect[]): readonly GuardEffect[] =>
  effects.filter(({ type }) => type !== 'record' && type !== 'journal');

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

  it('needs a fresh answer after a late tick, and shows that there is no permit before it', () => {
    const bench = ready(20);
    bench.nowMs += 501;
    expect(bench.snapshot().blocked).toBe('no-data');
    bench.perform(bench.guard.tick(bench.nowMs));
    expect(bench.snapshot()).toMatchObject({ blocked: 'no-data', flags: { noData: true } });
    bench.run(300);
    expect(bench.snapshot()).toMatchObject({ blocked: null, flags: { noData: false } });
  });

  it('has no permit in a hidden tab, even on a server that cannot be asked', () => {
    const bench = new GuardBench({ oneWayMs: 20, fences: false });
    bench.run(1500);
    expect(bench.snapshot().blocked).toBeNull();
    bench.perform(bench.guard.setVisible(false, bench.nowMs));
    bench.run(5000);
    expect(bench.snapshot().blocked).toBe('no-data');
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
      expect(doing(effects).map((effect) => (effect.type === 'send' ? effect.purpose : effect.type))).toEqual(
        ['release', 'release', 'announce', ...(whenUnguarded === 'close' ? ['close'] : [])],
      );
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
  });

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

describe('what a guarded session measures', () => {
  it('is demand before and after the gate, and supply without the replies to our own probes', () => {
    const bench = ready(20);
    for (let i = 0; i < 4; i++) {
      click(bench, i);
      bench.run(250);
    }
    const open = bench.snapshot();
    expect(open.demand.attemptedPerSecond).toBeGreaterThan(2);
    expect(open.demand.deliveredPerSecond).toBe(open.demand.attemptedPerSecond);
    expect(open.supply.rateBitsPerSecond).toBe(0);
    expect(open.path.probeBitsPerSecond).toBeGreaterThan(500);
    bench.perform(bench.guard.setVisible(false, bench.nowMs));
    bench.run(3000, () => click(bench, Math.floor(bench.nowMs)));
    const { demand } = bench.snapshot();
    expect(demand.attemptedPerSecond).toBeGreaterThan(10);
    expect(demand.deliveredPerSecond).toBeLessThan(0.3);
  });

  it('counts what may still execute, and warns of early signs', () => {
    const bench = ready(100);
    click(bench, 1);
    expect(bench.snapshot().unacknowledged, 'a click is one action').toBe(1);
    bench.run(500);
    expect(bench.snapshot()).toMatchObject({ unacknowledged: 0, flags: { warn: false } });
    bench.oneWayMs = 170;
    expect(bench.until(({ flags }) => flags.warn, 2000)).toBeLessThan(1500);
    expect(bench.snapshot().state).toBe('stable');
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
