import { describe, expect, it } from 'vitest';
import { BURST_PAUSE_MS } from '../../../src/model/gate/burst.ts';
import { UNANSWERED_MAX_MS } from '../../../src/model/gate/permit.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import {
  type Answer,
  NOTHING_CAME_MS,
  type Rule,
  type WhyFacts,
  why,
} from '../../../src/ui/diagnostics/why.ts';
import { whyKeys } from '../../../src/ui/diagnostics/why-keys.ts';
import { numbersOf } from '../../../src/ui/diagnostics/why-numbers.ts';
import { remediesFor } from '../../../src/ui/diagnostics/why-remedies.ts';
import { noticeKeys } from '../../../src/ui/notice.ts';
import { safetyKeys } from '../../../src/ui/safety/safety-keys.ts';
import { QUIET_DISPLAY } from '../../../src/ui/verdict.ts';
import { badgeKeys } from '../../../src/ui/verdict-words.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { BLOCK_REASONS, blockedBy, GUARDING_REASONS, type SnapshotParts, snapshotOf } from '../snapshots.ts';

const factsOf = (snapshot: Snapshot, parts: Partial<WhyFacts> = {}): WhyFacts => ({
  ...{ snapshot, display: QUIET_DISPLAY, policy: STRICT_POLICY, lock: null },
  ...parts,
});
const answerTo = (snapshot: Snapshot, parts: Partial<WhyFacts> = {}): Answer => why(factsOf(snapshot, parts));
const ruleOf = (parts: SnapshotParts, facts: Partial<WhyFacts> = {}): Rule =>
  answerTo(snapshotOf(parts), facts).rule;
const remedies = (answer: Answer): readonly string[] => answer.remedies.map(({ key }) => key);
const number = (answer: Answer, name: string) => answer.numbers.find((each) => each.name === name);

/** Every rule, held complete by the compiler, with facts that lead to it. */
const WAYS: Readonly<Record<Rule, readonly [SnapshotParts, Partial<WhyFacts>?]>> = {
  'probe-overdue': [{ blocked: 'probe-overdue' }],
  'input-overdue': [{ blocked: 'input-overdue' }],
  breakdown: [{ blocked: 'breakdown', state: 'breakdown' }],
  recovering: [{ blocked: 'breakdown', state: 'recovery' }],
  'burst-cut': [{ blocked: 'burst-cut' }],
  retry: [{ waitingMs: 800 }],
  'no-credit': [{ normalCredit: { used: 1, limit: 1 } }],
  'not-armed': [{ armed: false }],
  hazardous: [{ hazardousCredit: { used: 0, limit: 0 } }],
  confirm: [{ confirm: 'Vent the chamber' }],
  interfered: [{ blocked: 'interfered' }],
  'stale-input': [{ blocked: 'stale-input' }],
  'no-data': [{ blocked: 'no-data' }],
  unverified: [{ blocked: 'unverified', guarding: 'unverified' }],
  fault: [{ blocked: 'fault' }],
  'no-control': [{ blocked: 'no-control' }, { lock: 'held' }],
  'control-frozen': [{ blocked: 'no-control' }, { lock: 'frozen' }],
  'control-passing': [{ blocked: 'no-control' }, { lock: 'draining' }],
  'control-lost': [{ blocked: 'no-control' }, { lock: 'lost' }],
  'held-through-block': [{ blocked: 'held-through-block' }],
  closed: [{ blocked: 'closed', guarding: 'closed' }],
  silent: [{}, { display: { ...QUIET_DISPLAY, silent: true } }],
  connecting: [{ guarding: 'connecting' }],
  unguarded: [{ guarding: 'unguarded', guardingReason: 'base64' }],
  'unverified-pass': [{ guarding: 'unverified' }],
  measuring: [{ guarding: 'measuring', armed: false }],
  override: [{ override: { state: 'active', remainingMs: 4_000 } }],
  'nothing-came': [{ demand: { sinceInputMs: Number.POSITIVE_INFINITY } }],
  'under-way': [{ unacknowledged: 1 }],
  arrived: [{}],
  sent: [{ path: { probe: 'none' } }],
};

describe('why input is ignored', () => {
  it.each(Object.entries(WAYS))('is answered with the rule %s that holds', (rule, [parts, facts]) => {
    expect(ruleOf(parts, facts)).toBe(rule);
  });

  it('is answered for every reason that the gate can give, in full and in every language', () => {
    for (const reason of BLOCK_REASONS) {
      const answer = answerTo(blockedBy(reason));
      expect(answer.held, reason).not.toBe('none');
      expect(answer.remedies.length, reason).toBeGreaterThan(0);
      for (const language of ['en', 'de'] as const) {
        const messages = messagesOf(language);
        const keys = [answer.title, ...answer.lines, ...answer.remedies, ...answer.also].map(
          ({ key }) => key,
        );
        for (const key of [...keys, ...answer.numbers.map(({ name }) => name)]) {
          expect(messages(key), `${reason}: ${key}`).toMatch(/\w/);
        }
      }
    }
  });

  it('has words of its own for every rule and every reason of the guarding, looked up in advance', () => {
    const messages = messagesOf('en');
    const known = new Set([...whyKeys(), ...noticeKeys(), ...badgeKeys(), ...safetyKeys()]);
    for (const [parts, facts] of Object.values(WAYS)) {
      const answer = answerTo(snapshotOf(parts), facts);
      const keys = [answer.title, ...answer.lines, ...answer.remedies, ...answer.also].map(({ key }) => key);
      for (const key of [...keys, ...answer.numbers.map(({ name }) => name)]) {
        expect(messages(key), key).toMatch(/\w/);
        // Those of the guarding are many, and shown by the panel too.
        if (!key.startsWith('uiGuarding_')) expect(known, key).toContain(key);
      }
    }
    for (const guardingReason of GUARDING_REASONS) {
      const answer = answerTo(snapshotOf({ guarding: 'unguarded', guardingReason }));
      for (const { key } of [...answer.lines, ...answer.remedies]) expect(messages(key)).toMatch(/\w/);
    }
  });

  it('names what RICE does not do as well: nothing is held back where it only measures or cannot read', () => {
    for (const rule of [
      'measuring',
      'unguarded',
      'unverified-pass',
      'override',
      'arrived',
      'sent',
    ] as const) {
      const [parts, facts] = WAYS[rule];
      expect(answerTo(snapshotOf(parts), facts).held, rule).toBe('none');
    }
  });

  it('puts the lock of a room before the mode of the site: control is asked for also where RICE measures', () => {
    expect(ruleOf({ guarding: 'measuring', blocked: 'no-control' })).toBe('no-control');
  });

  it('calls a page that has sent nothing for a while just that, and no fault of the network', () => {
    const quiet = { demand: { sinceInputMs: NOTHING_CAME_MS } };
    expect(ruleOf(quiet)).toBe('nothing-came');
    expect(remedies(answerTo(snapshotOf(quiet)))[0]).toBe('uiWhyDo_page');
    expect(ruleOf({ demand: { sinceInputMs: NOTHING_CAME_MS - 1 } })).toBe('arrived');
  });

  it('says what would still hold afterwards', () => {
    const answer = answerTo(blockedBy('breakdown', { state: 'breakdown', armed: false }));
    expect(answer.also.map(({ key }) => key)).toEqual(['uiBlock_not_armed_title']);
    expect(answerTo(snapshotOf({ armed: false })).also).toEqual([]);
  });
});

describe('the numbers behind it', () => {
  it('hold the oldest unanswered probe against its limit, which has a cap', () => {
    const path = { unansweredMs: 820, stallAfterMs: 600 };
    expect(answerTo(blockedBy('probe-overdue', { path })).numbers[0]).toEqual({
      name: 'uiWhyUnanswered',
      unit: 'ms',
      value: 820,
      bound: { type: 'allowed', value: 600 },
    });
    const slow = blockedBy('probe-overdue', { path: { ...path, stallAfterMs: 9_999 } });
    expect(number(answerTo(slow), 'uiWhyUnanswered')?.bound?.value).toBe(UNANSWERED_MAX_MS);
  });

  it('hold an unconfirmed action against the limit of the path, and of a stricter policy', () => {
    const late = blockedBy('input-overdue', { path: { baseMs: 300 } });
    expect(number(answerTo(late), 'uiWhyInputAge')?.bound?.value).toBe(700);
    const strict = { policy: { ...STRICT_POLICY, maxInputAgeMs: 500 } };
    expect(number(answerTo(late, strict), 'uiWhyInputAge')?.bound?.value).toBe(500);
  });

  it('tell how much of a pause is still needed after a cut, and that all must be confirmed', () => {
    const cut = answerTo(blockedBy('burst-cut', { demand: { sinceInputMs: 300 }, unacknowledged: 2 }));
    expect(number(cut, 'uiWhyPause')).toMatchObject({
      value: 300,
      bound: { type: 'needed', value: BURST_PAUSE_MS },
    });
    expect(number(cut, 'uiWhyUnacknowledged')).toMatchObject({
      value: 2,
      bound: { type: 'allowed', value: 0 },
    });
  });

  it('tell unconfirmed actions of those allowed, and what is left of the lease', () => {
    const full = answerTo(snapshotOf({ normalCredit: { used: 3, limit: 3 } }));
    expect(number(full, 'uiWhyNormal')).toMatchObject({ value: 3, bound: { value: 3 } });
    const seated = answerTo(snapshotOf({ seat: { state: 'open', leftMs: 4_200 } }));
    expect(number(seated, 'uiWhyLease')?.value).toBe(4_200);
  });

  it('do not call an endless wait a number', () => {
    const blind = blockedBy('no-data', { path: { unansweredMs: Number.POSITIVE_INFINITY } });
    expect(number(answerTo(blind), 'uiWhyUnanswered')?.value).toBeNull();
  });

  it('are there for every rule, each name once', () => {
    for (const [rule, [parts, facts]] of Object.entries(WAYS)) {
      const names = answerTo(snapshotOf(parts), facts).numbers.map(({ name }) => name);
      expect(new Set(names).size, rule).toBe(names.length);
    }
    expect(numbersOf('held-through-block', factsOf(snapshotOf()))).toEqual([]);
  });
});

describe('what would change it', () => {
  const available = { override: { state: 'available' as const, remainingMs: 0 } };

  it('offers an override only where one is possible', () => {
    expect(remedies(answerTo(blockedBy('probe-overdue', available)))).toContain('uiWhyDo_override');
    expect(remedies(answerTo(blockedBy('fault', available)))).not.toContain('uiWhyDo_override');
    const spent = { override: { state: 'spent' as const, remainingMs: 0 } };
    expect(remedies(answerTo(blockedBy('breakdown', spent)))).toContain('uiOverride_spent');
  });

  it('asks for a reload, and for nothing that the extension would have to do, when that is gone', () => {
    const display = { ...QUIET_DISPLAY, detached: true };
    const answer = answerTo(blockedBy('probe-overdue', available), { display });
    expect(remedies(answer)).toContain('uiWhyDo_reload');
    expect(remedies(answer)).not.toContain('uiWhyDo_override');
    expect(answer.also.map(({ key }) => key)).toContain('uiDetachedTitle');
  });

  it('says why a stream cannot be read before anything else', () => {
    const answer = answerTo(snapshotOf({ guarding: 'unguarded', guardingReason: 'kasm' }));
    expect(remedies(answer)[0]).toBe('uiGuarding_kasm_remedy');
  });

  it('is never nothing, whatever holds', () => {
    for (const [rule, [parts, facts]] of Object.entries(WAYS)) {
      const given = answerTo(snapshotOf(parts), facts);
      expect(remediesFor(given.rule, factsOf(snapshotOf(parts), facts)), rule).not.toEqual([]);
    }
  });
});
