import { describe, expect, it } from 'vitest';
import type { Journal } from '../../src/model/gate/journal.ts';
import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { RecordEvent } from '../../src/model/record/record-event.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { key, pointer } from '../support/guard-messages.ts';
import { click, ready, type } from '../support/guard-user.ts';
import { profileOf } from '../support/profile-of.ts';

const facts = (bench: GuardBench): readonly RecordEvent[] =>
  bench.effects.flatMap((effect) => (effect.type === 'record' ? [effect.event] : []));
const kinds = (bench: GuardBench): readonly string[] => facts(bench).map(({ type: kind }) => kind);
/** Presses at the server that it got while the link was cut, or sent into it. */
const pressesSince = (bench: GuardBench, sinceMs: number): number =>
  bench.sent.received.filter(({ atMs, downs }) => atMs >= sinceMs && downs.length > 0).length;
/** Until the session has broken down, and healed again. */
function breakAndHeal(bench: GuardBench): void {
  bench.cut();
  bench.until(({ state }) => state === 'breakdown', 5000);
  bench.heal();
  bench.until(({ blocked }) => blocked === null, 20_000);
}

describe('a burst typed into a stall', () => {
  it('arrives as a prefix, and the user is told what arrived', () => {
    const bench = ready(20);
    bench.cut();
    let typed = '';
    for (const digit of '1000') {
      if (type(bench, digit.charCodeAt(0))) typed += digit;
      bench.run(120);
    }
    expect(type(bench, 0xff0d), 'Enter').toBe(false);
    expect('1000'.startsWith(typed)).toBe(true);
    expect(bench.snapshot().cutBurst).toMatchObject({ sent: typed.length });
    expect(bench.announced.some(({ cutBurst }) => cutBurst?.sent === typed.length)).toBe(true);
  });

  it('is bounded by the credit even if the stall is not noticed at all', () => {
    const bench = ready(20);
    bench.cut();
    const sinceMs = bench.nowMs;
    // All within one instant: no probe can have been missed.
    for (let i = 0; i < 40; i++) type(bench, 97 + (i % 26));
    expect(pressesSince(bench, sinceMs)).toBe(8);
    expect(bench.snapshot().unacknowledged).toBe(8);
  });
});

describe('a steady 600 ms link', () => {
  it('lets eight keys a second pass, double letters and shortcuts included', () => {
    const bench = ready(300);
    for (let i = 0; i < 80; i++) {
      if (i % 10 === 9) {
        bench.client(key(true, 0xffe3));
        expect(type(bench, 99), `shortcut ${i}`).toBe(true);
        bench.client(key(false, 0xffe3));
      } else expect(type(bench, 97 + (Math.floor(i / 2) % 26)), `key ${i}`).toBe(true);
      bench.run(125);
    }
    expect(bench.announced.every(({ cutBurst }) => cutBurst === null)).toBe(true);
  });
});

describe('hazardous functions', () => {
  it('are locked after a Breakdown until the user arms them, and not after a spike', () => {
    const bench = ready(20);
    click(bench, 1);
    bench.cut();
    bench.run(300);
    bench.heal();
    bench.run(3000);
    expect(bench.snapshot().armed).toBe(true);
    breakAndHeal(bench);
    expect(bench.snapshot()).toMatchObject({ armed: false, blocked: null });
    bench.run(3000);
    bench.client(pointer(1, 100, 100));
    bench.run(50);
    expect(bench.client(pointer(1, 150, 100)).outcome).toMatchObject({ type: 'drop', reason: 'not-armed' });
    bench.client(pointer(0, 150, 100));
    bench.perform(bench.guard.command({ type: 're-arm' }, bench.nowMs));
    expect(bench.snapshot().armed).toBe(true);
    bench.run(1000);
    bench.client(pointer(1, 100, 100));
    bench.run(50);
    expect(bench.client(pointer(1, 150, 100)).outcome).toEqual({ type: 'send' });
    expect(kinds(bench)).toContain('re-arm');
  });

  it('cannot be armed while presses are held back', () => {
    const bench = ready(20);
    bench.cut();
    bench.until(({ state }) => state === 'breakdown', 5000);
    bench.perform(bench.guard.command({ type: 're-arm' }, bench.nowMs));
    expect(bench.snapshot().armed).toBe(false);
  });
});

describe('an override', () => {
  const broken = (policy = STRICT_POLICY): GuardBench => {
    const bench = new GuardBench({ oneWayMs: 20, policy });
    bench.run(4000);
    bench.cut();
    bench.until(({ state }) => state === 'breakdown', 5000);
    return bench;
  };
  const begin = (bench: GuardBench): void =>
    bench.perform(bench.guard.command({ type: 'override', reason: 'stop-motion' }, bench.nowMs));

  it('lets presses pass for ten seconds, as units, and is told and recorded', () => {
    const bench = broken();
    expect(bench.snapshot().override.state).toBe('available');
    begin(bench);
    expect(bench.snapshot()).toMatchObject({ blocked: null, override: { state: 'active' } });
    expect(bench.client(pointer(1, 100, 100)).received).toMatchObject({
      downs: ['button 0'],
      ups: ['button 0'],
    });
    bench.client(pointer(0, 100, 100));
    bench.run(10_050);
    expect(bench.snapshot().override.state).not.toBe('active');
    expect(bench.client(pointer(1, 100, 100)).outcome.type).toBe('drop');
    expect(facts(bench)).toContainEqual({ type: 'override', phase: 'begin', reason: 'stop-motion' });
    expect(facts(bench)).toContainEqual({ type: 'override', phase: 'end', reason: 'time', sent: 1 });
  });

  it('ends on blur, hiding, a fault, a desync, its end being asked for, and when the extension goes', () => {
    const ends: readonly (readonly [string, (bench: GuardBench) => readonly GuardEffect[]])[] = [
      ['blur', ({ guard, nowMs }) => guard.blurred(nowMs)],
      ['hidden', ({ guard, nowMs }) => guard.setVisible(false, nowMs)],
      ['fault', ({ guard, nowMs }) => guard.fault(nowMs)],
      ['user', ({ guard, nowMs }) => guard.command({ type: 'end-override' }, nowMs)],
      ['detached', ({ guard, nowMs }) => guard.detached(nowMs)],
      ['unguarded', ({ guard, nowMs }) => guard.clientLost('base64', nowMs)],
      ['closed', ({ guard, nowMs }) => guard.closed(nowMs)],
      [
        'fault',
        ({ guard, nowMs }) =>
          guard.server({ type: 'desync', offsetBytes: 0, reason: 'unknown-message', value: 0 }, nowMs)
            .effects,
      ],
    ];
    for (const [reason, end] of ends) {
      const bench = broken();
      begin(bench);
      bench.perform(end(bench));
      expect(facts(bench)).toContainEqual({ type: 'override', phase: 'end', reason, sent: 0 });
      if (reason !== 'unguarded') {
        expect(bench.client(pointer(1, 100, 100)).outcome.type, reason).toBe('drop');
      }
    }
  });

  it('is refused while a fault blocks, while hidden, and where the policy forbids it', () => {
    const faulty = broken();
    faulty.perform(faulty.guard.fault(faulty.nowMs));
    begin(faulty);
    expect(faulty.snapshot().override.state).toBe('impossible');
    const hidden = broken();
    hidden.perform(hidden.guard.setVisible(false, hidden.nowMs));
    begin(hidden);
    expect(hidden.snapshot().override.state).toBe('impossible');
    const forbidden = broken({ ...STRICT_POLICY, override: 'forbid' });
    begin(forbidden);
    expect(forbidden.snapshot().override.state).toBe('forbidden');
    for (const bench of [faulty, hidden, forbidden]) {
      expect(bench.client(pointer(1, 100, 100)).outcome.type).toBe('drop');
    }
  });

  it('does not let go on what was held when the gate closed', () => {
    const bench = new GuardBench({ oneWayMs: 20 });
    bench.run(4000);
    bench.client(pointer(1, 100, 100));
    bench.cut();
    bench.until(({ state }) => state === 'breakdown', 5000);
    begin(bench);
    expect(bench.client(pointer(1, 200, 100)).outcome.type).toBe('drop');
  });
});

describe('what an earlier connection left down', () => {
  const journal = {
    keys: [
      { keysym: 0xffe1, keycode: null },
      { keysym: 65, keycode: 30 },
    ],
    buttonMask: 1,
    x: 100,
    y: 50,
  };
  const update = (bench: GuardBench): void =>
    bench.perform(
      bench.guard.server({ startByte: 0, endByte: 0, type: 'update-end', rects: 1 }, bench.nowMs).effects,
    );

  it('is let go of in reverse order once the server has answered, by keysym if it takes no scan codes', () => {
    const bench = new GuardBench({ journal });
    update(bench);
    const released = bench.effects.flatMap((effect) =>
      effect.type === 'send' && effect.purpose === 'release' ? [[...effect.bytes]] : [],
    );
    expect(released).toEqual([
      [4, 0, 0, 0, 0, 0, 0, 65],
      [4, 0, 0, 0, 0, 0, 0xff, 0xe1],
      [5, 0, 0, 100, 0, 50],
    ]);
    expect(facts(bench)).toContainEqual({ type: 'release', cause: 'journal', keys: 2, buttons: 1 });
    bench.run(300);
    expect(bench.effects).toContainEqual({
      type: 'journal',
      journal: { keys: [], buttonMask: 0, x: 0, y: 0 },
    });
    update(bench);
    expect(facts(bench).filter(({ type: kind }) => kind === 'release')).toHaveLength(1);
  });

  it('is let up in the form of its press where the server announced that form', () => {
    const bench = new GuardBench({ journal, afterInit: [ENCODING.qemuKeyEvent] });
    update(bench);
    const first = bench.effects.find((effect) => effect.type === 'send' && effect.purpose === 'release');
    expect(first).toMatchObject({ bytes: Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 65, 0, 0, 0, 30) });
  });

  it('is warned of where a server may keep the button down, with a way out', () => {
    const fenced = new GuardBench({ journal });
    update(fenced);
    expect(fenced.snapshot().stuckButtons, 'nothing is said too early').toBe(0);
    fenced.run(3000);
    expect(fenced.snapshot().stuckButtons).toBe(0);
    const bench = new GuardBench({ journal, fences: false });
    update(bench);
    bench.run(3000);
    expect(bench.snapshot().stuckButtons).toBe(1);
    bench.perform(bench.guard.command({ type: 'unstick' }, bench.nowMs));
    expect(bench.snapshot().stuckButtons, 'not while presses are held back').toBe(1);
  });

  it('is left alone where nothing is held back', () => {
    const bench = new GuardBench({ journal, policy: { ...STRICT_POLICY, mode: 'measure' } });
    update(bench);
    expect(bench.effects.some(({ type: kind }) => kind === 'send')).toBe(false);
  });
});

describe('what documents that are gone left down, found while the connection is open', () => {
  const LEFT = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 1, x: 300, y: 50 };
  const inherit = (bench: GuardBench, journal: Journal = LEFT): void =>
    bench.perform(bench.guard.inherit(journal, bench.nowMs));
  const released = (bench: GuardBench): readonly (readonly number[])[] =>
    bench.effects.flatMap((effect) =>
      effect.type === 'send' && effect.purpose === 'release' ? [[...effect.bytes]] : [],
    );
  const journals = (bench: GuardBench): readonly Journal[] =>
    bench.effects.flatMap((effect) => (effect.type === 'journal' ? [effect.journal] : []));
  const Q_UP = [4, 0, 0, 0, 0, 0, 0, 0x71];

  it('is let go of at once, recorded, and in the journal until the server has read that', () => {
    const bench = ready(20);
    bench.effects.length = 0;
    inherit(bench);
    expect(released(bench)).toEqual([Q_UP, [5, 0, 300 >> 8, 300 & 0xff, 0, 50]]);
    expect(facts(bench)).toContainEqual({ type: 'release', cause: 'journal', keys: 1, buttons: 1 });
    expect(journals(bench)).toEqual([LEFT]);
    bench.run(500);
    expect(journals(bench).at(-1)).toMatchObject({ keys: [], buttonMask: 0 });
    expect(released(bench)).toHaveLength(2);
  });

  it('stays in the journal when the link is dead', () => {
    const bench = ready(20);
    bench.cut();
    inherit(bench);
    bench.run(3000);
    expect(journals(bench).at(-1)).toMatchObject({ keys: LEFT.keys, buttonMask: 1 });
  });

  it('waits until this session holds nothing itself, so that nothing is let go of that a user means', () => {
    const bench = ready(20);
    bench.client(key(true, 0x71));
    bench.run(100);
    bench.effects.length = 0;
    inherit(bench);
    bench.run(1000);
    expect(released(bench)).toEqual([]);
    expect(bench.sent.held).toHaveLength(1);
    bench.client(key(false, 0x71));
    bench.run(100);
    expect(released(bench)[0]).toEqual(Q_UP);
  });

  it('waits for a button as for a key, and is let go of where this session has the pointer', () => {
    const bench = ready(20);
    bench.client(pointer(1, 7, 8));
    bench.run(100);
    bench.effects.length = 0;
    inherit(bench);
    bench.run(100);
    expect(released(bench)).toEqual([]);
    bench.client(pointer(0, 7, 8));
    bench.run(100);
    expect(released(bench)).toEqual([Q_UP, [5, 0, 0, 7, 0, 8]]);
  });

  it('is left alone where nothing is held back, and stays in the journal', () => {
    const bench = new GuardBench({ policy: { ...STRICT_POLICY, mode: 'measure' } });
    inherit(bench);
    bench.run(1000);
    expect(released(bench)).toEqual([]);
    bench.client(key(true, 65));
    expect(
      journals(bench)
        .at(-1)
        ?.keys.map(({ keysym }) => keysym),
    ).toEqual([0x71, 65]);
    bench.client(key(false, 65));
    bench.perform(bench.guard.setPolicy(STRICT_POLICY, bench.nowMs));
    bench.run(100);
    expect(released(bench)[0]).toEqual(Q_UP);
  });

  it('is told of even if it is nothing, and is not taken by a connection that is closed or not guarded', () => {
    const bench = ready(20);
    bench.effects.length = 0;
    inherit(bench, { ...LEFT, keys: [], buttonMask: 0 });
    expect(journals(bench)).toHaveLength(1);
    expect(released(bench)).toEqual([]);
    bench.perform(bench.guard.clientLost('not-binary', bench.nowMs));
    inherit(bench);
    bench.perform(bench.guard.closed(bench.nowMs));
    inherit(bench);
    expect(journals(bench)).toHaveLength(1);
  });

  it('may be a button that the server keeps down: the user is warned, after a key that came later too', () => {
    const bench = new GuardBench({ fences: false });
    inherit(bench, { ...LEFT, keys: [] });
    inherit(bench, { ...LEFT, buttonMask: 0 });
    bench.run(3000);
    expect(bench.snapshot().stuckButtons).toBe(1);
  });
});

describe('the journal', () => {
  it('is told at every press and release, and is empty in the end', () => {
    const bench = ready(20);
    bench.effects.length = 0;
    bench.client(key(true, 65));
    bench.client(pointer(1, 7, 8));
    const journals = () => bench.effects.flatMap((it) => (it.type === 'journal' ? [it.journal] : []));
    expect(journals().at(-1)).toEqual({
      keys: [{ keysym: 65, keycode: null }],
      buttonMask: 1,
      x: 7,
      y: 8,
    });
    bench.client(key(false, 65));
    bench.client(pointer(0, 9, 9));
    bench.run(300);
    expect(journals().at(-1)).toMatchObject({ keys: [], buttonMask: 0 });
  });

  it('keeps what was let go of until the server has read that: a dead link takes the release with it', () => {
    const bench = ready(20);
    bench.client(key(true, 65));
    bench.client(pointer(1, 7, 8));
    bench.run(300);
    bench.cut();
    bench.run(1000);
    expect(bench.snapshot().blocked).not.toBeNull();
    const last = () => bench.effects.flatMap((it) => (it.type === 'journal' ? [it.journal] : [])).at(-1);
    expect(last()).toEqual({ keys: [{ keysym: 65, keycode: null }], buttonMask: 1, x: 7, y: 8 });
    bench.heal();
    bench.run(1000);
    expect(last()).toMatchObject({ keys: [], buttonMask: 0 });
  });
});

describe('an overlay that cannot be seen', () => {
  it('holds presses back, and lets go of what is down', () => {
    const bench = ready(20);
    bench.client(key(true, 65));
    bench.perform(bench.guard.setInterfered(true, bench.nowMs));
    expect(bench.snapshot().blocked).toBe('interfered');
    expect(bench.sent.held).toEqual([]);
    bench.perform(bench.guard.setInterfered(false, bench.nowMs));
    expect(bench.snapshot().blocked).toBeNull();
    expect(facts(bench).filter(({ type: kind }) => kind === 'interfered')).toHaveLength(2);
  });
});

describe('an instrument profile', () => {
  it('is in force on the host it names, on a framebuffer of any size', () => {
    const bench = new GuardBench({ profiles: [profileOf()] });
    bench.run(4000);
    expect(bench.snapshot().instrument).toMatchObject({ match: 'matched', name: 'SEM 1', width: 640 });
    expect(bench.client(pointer(1, 410, 310)).outcome).toEqual({ type: 'drop', reason: 'confirm' });
    expect(bench.snapshot().confirm).toBe('Vent');
  });

  it('makes a connection to another host an unknown instrument, where nothing is marked', () => {
    const other = profileOf({ binding: { portal: 'https://portal.example', socketHost: 'other:1' } });
    const bench = new GuardBench({ profiles: [other] });
    bench.run(4000);
    expect(bench.snapshot().instrument).toMatchObject({ match: 'unknown', name: '' });
    expect(bench.client(pointer(1, 410, 310)).outcome).toEqual({ type: 'send' });
  });

  it('makes thresholds stricter and never laxer', () => {
    const thresholds = { maxInputAgeMs: 500, normalCredit: 1, hazardousCredit: 0 };
    const bench = new GuardBench({ profiles: [profileOf({ thresholds })] });
    bench.run(4000);
    expect(bench.snapshot()).toMatchObject({ normalCredit: { limit: 1 }, hazardousCredit: { limit: 0 } });
  });
});

describe('the record', () => {
  it('tells the states, the gate, the blocks and the releases of a breakdown, with their numbers', () => {
    const bench = ready(20);
    bench.client(key(true, 65));
    bench.cut();
    bench.run(1500, () => click(bench, 3));
    const said = facts(bench);
    expect(said).toContainEqual(expect.objectContaining({ type: 'gate', blocked: 'probe-overdue' }));
    expect(said).toContainEqual({ type: 'release', cause: 'gate', keys: 1, buttons: 0 });
    expect(said).toContainEqual(
      expect.objectContaining({ type: 'state', to: 'breakdown', cause: 'network' }),
    );
    const blocks = said.filter((fact) => fact.type === 'block');
    expect(blocks.length).toBeGreaterThan(0);
    const counted = blocks.reduce((sum, block) => sum + (block.type === 'block' ? block.count : 0), 0);
    bench.perform(bench.guard.closed(bench.nowMs));
    expect(counted).toBeLessThanOrEqual(bench.snapshot().droppedPresses);
    expect(kinds(bench).at(-1)).toBe('closed');
  });

  it('holds no key and no text', () => {
    const bench = ready(20);
    for (const keysym of [0x1234567, 0x7654321]) type(bench, keysym);
    bench.cut();
    bench.run(1000, () => type(bench, 0x1234567));
    const text = JSON.stringify(facts(bench));
    expect(text).not.toContain(String(0x1234567));
    expect(text).not.toContain(String(0x7654321));
  });
});
