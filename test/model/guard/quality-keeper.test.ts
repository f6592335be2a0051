import { describe, expect, it } from 'vitest';
import type { QualityEffect, QualitySight } from '../../../src/model/codec/quality.ts';
import { DEFAULT_QUALITY, type QualityPolicy } from '../../../src/model/codec/quality-policy.ts';
import type { QualityReading } from '../../../src/model/codec/quality-reading.ts';
import { QualityKeeper, type QualityPart } from '../../../src/model/guard/quality-keeper.ts';
import { setEncodings, updateRequest } from '../../support/guard-messages.ts';
import { snapshotOf } from '../../ui/snapshots.ts';

const { path, demand, supply, flags, state, quality: READING } = snapshotOf();
const SIGHT: QualitySight = { path, demand, supply, flags, state, isVisible: true, isDragging: false };
const UPDATE_END = { type: 'update-end', startByte: 0, endByte: 9, rects: 1 } as const;

/** A law that does what a test tells it, and remembers what it was asked. */
class ScriptedLaw implements QualityPart {
  readonly calls: string[] = [];
  policy: QualityPolicy = DEFAULT_QUALITY;
  list: readonly number[] | null = null;
  effects: readonly QualityEffect[] = [];
  now: Partial<QualityReading> = {};
  fails = '';

  client() {
    this.#did('client');
    return this.list;
  }
  server() {
    this.#did('server');
  }
  bytes(count: number) {
    this.#did('bytes', count);
  }
  tick() {
    this.#did('tick');
    return this.effects;
  }
  setPolicy(policy: QualityPolicy) {
    this.#did('setPolicy', policy.choice.type);
    this.policy = policy;
  }
  focus(isOn: boolean) {
    this.#did('focus', isOn);
  }
  fullQuality() {
    this.#did('fullQuality');
  }
  stop() {
    this.#did('stop');
  }
  reading(): QualityReading {
    if (this.fails === 'reading') throw new Error('reading');
    return { ...READING, policy: this.policy, ...this.now };
  }

  #did(name: string, what?: unknown): void {
    this.calls.push(what === undefined ? name : `${name} ${String(what)}`);
    if (this.fails === name) throw new Error(name);
  }
}

function kept(law = new ScriptedLaw()) {
  return { keeper: new QualityKeeper(() => law, DEFAULT_QUALITY, 0), law };
}
const always = () => true;
const never = () => false;

describe('what the law of the quality says', () => {
  it('about a list of the page becomes the whole message in its place', () => {
    const { keeper, law } = kept();
    law.list = [7, -30];
    expect(keeper.client(setEncodings([7, -26]), 0)).toEqual({
      type: 'replace',
      bytes: Uint8Array.of(2, 0, 0, 2, 0, 0, 0, 7, 255, 255, 255, 226),
    });
    expect(keeper.client(updateRequest(), 0)).toEqual({ type: 'send' });
    law.list = null;
    expect(keeper.client(setEncodings([7, -26]), 0)).toEqual({ type: 'send' });
  });

  it('is sent for its own purpose', () => {
    const { keeper, law } = kept();
    const encodings = Uint8Array.of(2);
    law.effects = [{ type: 'encodings', bytes: encodings }, { type: 'announce' }];
    expect(keeper.tick(SIGHT, never, 0)).toEqual([
      { type: 'send', bytes: encodings, purpose: 'quality' },
      { type: 'announce' },
    ]);
  });

  it('waits for its turn if it is a request for the whole picture', () => {
    const { keeper, law } = kept();
    law.now = { full: { state: 'coming', share: 0 } };
    law.effects = [{ type: 'refresh', bytes: Uint8Array.of(3) }];
    expect(keeper.tick(SIGHT, never, 0)).toEqual([]);
    law.effects = [];
    expect(keeper.tick(SIGHT, never, 50)).toEqual([]);
    expect(keeper.tick(SIGHT, always, 100)).toEqual([
      { type: 'send', bytes: Uint8Array.of(3), purpose: 'quality' },
    ]);
    expect(keeper.tick(SIGHT, always, 150)).toEqual([]);
  });

  it('is not asked for any more if the user acted while the request waited', () => {
    const { keeper, law } = kept();
    law.now = { full: { state: 'coming', share: 0 } };
    law.effects = [{ type: 'refresh', bytes: Uint8Array.of(3) }];
    expect(keeper.tick(SIGHT, never, 0)).toEqual([]);
    law.effects = [];
    law.now = { full: { state: 'off', share: 0 } };
    expect(keeper.tick(SIGHT, always, 50)).toEqual([]);
    law.now = { full: { state: 'coming', share: 0 } };
    expect(keeper.tick(SIGHT, always, 100)).toEqual([]);
  });

  it('is told as a fact when the level changed, at most once a second, but not what the page began with', () => {
    const { keeper, law } = kept();
    law.now = { level: 6, cause: 'page' };
    expect(keeper.change(0)).toBeNull();
    law.now = { level: 4, cause: 'network' };
    expect(keeper.change(50)).toEqual({ type: 'quality', from: 6, to: 4, cause: 'network' });
    law.now = { level: 2, cause: 'network' };
    expect(keeper.change(600)).toBeNull();
    law.now = { level: 1, cause: 'retries' };
    expect(keeper.change(1050)).toEqual({ type: 'quality', from: 4, to: 1, cause: 'retries' });
    expect(keeper.change(9000)).toBeNull();
  });
});

describe('a law that fails', () => {
  it.each(['client', 'server', 'bytes', 'tick', 'setPolicy', 'focus', 'fullQuality', 'reading'])(
    'in %s is not asked again: the page’s lists pass as they are',
    (fails) => {
      const { keeper, law } = kept();
      law.list = [7, -30];
      law.effects = [{ type: 'announce' }];
      law.now = { level: 2, cause: 'network', isLossy: false };
      expect(keeper.reading(0)).toMatchObject({ support: 'works', level: 2 });
      law.fails = fails;
      keeper.client(setEncodings([7, -26]), 0);
      keeper.server(UPDATE_END, 0);
      keeper.bytes(9, 0);
      keeper.tick(SIGHT, always, 0);
      keeper.setPolicy(DEFAULT_QUALITY, 0);
      keeper.focus(true, 0);
      keeper.fullQuality(0);
      keeper.reading(0);
      law.fails = '';
      law.calls.length = 0;
      expect(keeper.client(setEncodings([7, -26]), 0)).toEqual({ type: 'send' });
      expect(keeper.tick(SIGHT, always, 0)).toEqual([]);
      keeper.focus(true, 0);
      expect(law.calls).toEqual([]);
      // The server was told 2, and still sends by it.
      expect(keeper.reading(0)).toMatchObject({
        support: 'none',
        reason: 'unread',
        level: 2,
        offer: null,
        isLossy: true,
      });
    },
  );

  it('at its beginning is none', () => {
    const fails = (): never => {
      throw new Error('no law');
    };
    const keeper = new QualityKeeper(fails, DEFAULT_QUALITY, 0);
    expect(keeper.reading(0)).toMatchObject({ support: 'none', reason: 'unread', level: null });
    expect(keeper.change(0)).toBeNull();
  });
});

describe('the quality of a connection', () => {
  it('is left alone for good when it is stopped, and is shown as it was then', () => {
    const { keeper, law } = kept();
    law.list = [7, -30];
    keeper.stop(0);
    law.now = { level: 9 };
    law.calls.length = 0;
    expect(keeper.client(setEncodings([7, -26]), 0)).toEqual({ type: 'send' });
    expect(keeper.tick(SIGHT, always, 0)).toEqual([]);
    expect(keeper.reading(0).level).toBe(6);
    expect(law.calls).toEqual([]);
  });

  it('goes back to the page’s own when the extension is gone, and nobody chooses any more', () => {
    const { keeper, law } = kept();
    law.policy = { ...DEFAULT_QUALITY, choice: { type: 'fixed', level: 1 }, highest: 8 };
    keeper.detached(0);
    expect(law.calls).toEqual(['focus false', 'setPolicy suggest']);
    expect(law.policy).toEqual({ choice: { type: 'suggest' }, lowest: 0, highest: 8 });
    keeper.setPolicy({ ...DEFAULT_QUALITY, choice: { type: 'fixed', level: 1 } }, 0);
    expect(law.policy.choice.type).toBe('suggest');
  });
});
