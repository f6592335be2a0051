import { describe, expect, it } from 'vitest';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { rect, serverInit, update } from '../../../testbed/loop/server-events.ts';
import { key, pointer, setEncodings } from '../../support/guard-messages.ts';
import {
  AUTOMATIC,
  BAD,
  listOf,
  PAGE_LIST,
  policyOf,
  QualityBench,
  sightOf,
} from '../../support/quality-bench.ts';

/** The page's list with another level. */
const at = (level: number) => PAGE_LIST.map((each) => (each === -26 ? -32 + level : each));
const FIXED_2 = policyOf({ type: 'fixed', level: 2 });
const LONG_MS = 20_000;

describe('the choice of the user', () => {
  it('"suggest" sends nothing and rewrites nothing, but offers less where the network is bad', () => {
    const bench = new QualityBench().begin().pass(1000, {}, 98_000);
    expect(bench.reading.offer).toBeNull();
    bench.pass(2500, BAD, 98_000);
    expect(bench.reading).toMatchObject({ level: 6, cause: 'page' });
    expect(bench.reading.offer).toBeLessThan(6);
    expect(bench.quality.client(setEncodings(PAGE_LIST), bench.nowMs)).toBeNull();
    bench.pass(LONG_MS, {}, 98_000);
    expect(bench.reading.offer).toBeNull();
    expect(bench.sent).toEqual([]);
  });

  it('"fixed" sends once, and rewrites what the page sends later', () => {
    const bench = new QualityBench(FIXED_2).begin().pass(LONG_MS);
    expect(bench.lists).toEqual([at(2)]);
    expect(bench.reading).toMatchObject({ level: 2, pageLevel: 6, cause: 'user' });
    const later = [...PAGE_LIST, ENCODING.cursor];
    expect(bench.quality.client(setEncodings(later), bench.nowMs)).toEqual([...at(2), ENCODING.cursor]);
    expect(bench.pass(LONG_MS).lists).toHaveLength(1);
  });

  it('"automatic" goes down where the network is bad and comes back to the page\'s own when it is well again', () => {
    const bench = new QualityBench(AUTOMATIC).begin().pass(1000, {}, 98_000);
    expect(bench.lists).toEqual([]);
    bench.pass(1500, BAD, 98_000);
    expect(bench.lists).toEqual([at(2)]);
    expect(bench.reading).toMatchObject({ level: 2, cause: 'network' });
    bench.pass(LONG_MS, {}, 98_000);
    expect(bench.lists).toEqual([at(2), at(4), [...PAGE_LIST]]);
    expect(bench.reading).toMatchObject({ level: 6, cause: 'page' });
  });

  it('back to "suggest" restores the page\'s own list', () => {
    const bench = new QualityBench(FIXED_2).begin().pass(1000);
    bench.quality.setPolicy(policyOf({ type: 'suggest' }), bench.nowMs);
    expect(bench.pass(1000).lists).toEqual([at(2), [...PAGE_LIST]]);
  });

  it('stays within the bounds of the facility, whatever it is', () => {
    const bounds = { lowest: 4, highest: 7 } as const;
    const levels = (policy: ReturnType<typeof policyOf>) =>
      new QualityBench(policy).begin().pass(1000, BAD, 98_000).pass(2000, BAD, 98_000).reading.level;
    expect(levels(policyOf({ type: 'fixed', level: 2 }, bounds))).toBe(4);
    expect(levels(policyOf({ type: 'fixed', level: 9 }, bounds))).toBe(7);
    expect(levels(policyOf({ type: 'automatic', lowest: 0, highest: 9 }, bounds))).toBe(4);
    const full = new QualityBench(policyOf({ type: 'suggest' }, bounds)).begin();
    full.quality.fullQuality(0);
    expect(full.pass(1000).reading.level).toBe(7);
  });

  it("keeps the page's level between two rungs until it has to go, and comes back to it", () => {
    const list = at(5);
    const bench = new QualityBench(AUTOMATIC).begin(list).pass(1000, {}, 98_000);
    expect(bench.lists).toEqual([]);
    bench.pass(1500, BAD, 98_000).pass(LONG_MS, {}, 98_000);
    expect(bench.lists).toEqual([at(1), at(2), list]);
  });
});

describe('less quality that', () => {
  it('did not help is given back, and not tried again for a minute, then two', () => {
    const bench = new QualityBench(AUTOMATIC).begin();
    // The queue is of others: it stays, whatever we send.
    while (bench.nowMs < 230_000) {
      const rateBitsPerSecond = bench.reading.level === 6 ? 5_000_000 : 1_000_000;
      bench.pass(100, { ...BAD, supply: { ...sightOf().supply, rateBitsPerSecond } }, 98_000);
    }
    const own = PAGE_LIST.join();
    const times = (isOwn: boolean) => {
      const lists = bench.sent.flatMap(({ atMs, effect }) =>
        effect.type === 'encodings' ? [{ atMs, isOwn: listOf(effect.bytes).join() === own }] : [],
      );
      const isFirst = (_each: unknown, index: number) => lists[index - 1]?.isOwn !== lists[index]?.isOwn;
      return lists
        .filter(isFirst)
        .filter((each) => each.isOwn === isOwn)
        .map(({ atMs }) => atMs);
    };
    const [tried, given] = [times(false), times(true)];
    expect([tried.length, given.length]).toEqual([3, 3]);
    for (const [index, atMs] of given.entries()) expect(atMs - (tried[index] ?? 0)).toBeLessThan(10_000);
    expect((tried[1] ?? 0) - (given[0] ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect((tried[2] ?? 0) - (given[1] ?? 0)).toBeGreaterThanOrEqual(120_000);
  });

  it('did not help is kept where as much flows as before: the link is full of it', () => {
    const bench = new QualityBench(AUTOMATIC).begin().pass(60_000, BAD, 98_000);
    expect(bench.reading).toMatchObject({ level: 0, cause: 'network' });
    expect(bench.lists).not.toContainEqual([...PAGE_LIST]);
  });

  it('helped by as much as it should is kept, though not all is well', () => {
    const better = {
      ...BAD,
      path: { ...sightOf().path, excessMs: 150, effectiveMs: 190, level: 'bad' as const },
      supply: { ...sightOf().supply, rateBitsPerSecond: 200_000 },
    };
    const bench = new QualityBench(AUTOMATIC).begin();
    while (bench.reading.level === 6 && bench.nowMs < 10_000) bench.pass(50, BAD, 98_000);
    // Until the change has settled e is that of the old level.
    bench.pass(550, BAD, 98_000).pass(60_000, better, 98_000);
    expect(bench.reading).toMatchObject({ level: 0, cause: 'network' });
    expect(bench.lists).not.toContainEqual([...PAGE_LIST]);
  });
});

describe('when anything is sent', () => {
  it('is not before the page has sent its list and the first update has ended', () => {
    const bench = new QualityBench(FIXED_2).pass(1000);
    bench.quality.client(setEncodings(PAGE_LIST), bench.nowMs);
    bench.pass(1000).server(update().slice(0, 2)).pass(1000);
    expect(bench.sent).toEqual([]);
    expect(bench.quality.client(setEncodings(PAGE_LIST), bench.nowMs)).toBeNull();
    bench.server(update().slice(2)).pass(100);
    expect(bench.lists).toEqual([at(2)]);
  });

  it('is not in a stall, not in a hidden tab, and not without data', () => {
    const flags = { ...sightOf().flags, noData: true };
    for (const bad of [
      { path: { ...sightOf().path, level: 'stall' as const } },
      { isVisible: false },
      { flags },
    ]) {
      const bench = new QualityBench(FIXED_2).begin().pass(2000, bad);
      expect(bench.sent).toEqual([]);
      expect(bench.pass(100).lists).toEqual([at(2)]);
    }
  });

  it('is at most every 500 ms, however often the choice changes', () => {
    const bench = new QualityBench(FIXED_2).begin();
    for (let turn = 0; turn < 40; turn++) {
      bench.quality.setPolicy(turn % 2 === 0 ? AUTOMATIC : FIXED_2, bench.nowMs);
      bench.pass(50);
    }
    const times = bench.sent.map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThan(2);
    for (const [index, each] of times.entries()) {
      if (index > 0) expect(each - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(500);
    }
  });

  it('is never again after the stream was lost', () => {
    const bench = new QualityBench(FIXED_2).begin();
    bench.quality.stop('unread');
    bench.quality.fullQuality(0);
    expect(bench.pass(2000).sent).toEqual([]);
    expect(bench.quality.client(setEncodings(PAGE_LIST), 0)).toBeNull();
    expect(bench.reading).toMatchObject({ support: 'none', reason: 'unread' });
  });
});

describe('a server that', () => {
  it('is QEMU is left alone, but for what the user asks for by his own hand', () => {
    const qemu = [serverInit({ name: 'QEMU (vm)' })];
    const bench = new QualityBench(AUTOMATIC).begin(PAGE_LIST, qemu).pass(3000, BAD, 98_000);
    expect(bench.sent).toEqual([]);
    bench.quality.fullQuality(bench.nowMs);
    bench.pass(1000);
    expect(bench.lists).toEqual([at(9)]);
    expect(new QualityBench(FIXED_2).begin(PAGE_LIST, qemu).pass(1000).lists).toEqual([at(2)]);
  });

  it("sends as much at any level is found out, told, and left at the page's own", () => {
    const bench = new QualityBench(AUTOMATIC).begin(PAGE_LIST, [serverInit()]);
    bench.hasEffect = false;
    bench.pass(2000, {}, 98_000);
    expect(bench.reading.support).toBe('learning');
    bench.pass(1500, BAD, 98_000).pass(2000, {}, 98_000);
    expect(bench.reading).toMatchObject({ support: 'no-effect', level: 6 });
    expect(bench.lists).toEqual([at(2), [...PAGE_LIST]]);
    expect(bench.pass(5000, BAD, 98_000).lists).toHaveLength(2);
  });

  it('sends less at a lower level has an effect', () => {
    const bench = new QualityBench(FIXED_2).begin(PAGE_LIST, [serverInit()]);
    bench.quality.setPolicy(policyOf({ type: 'suggest' }), 0);
    bench.pass(2000, {}, 98_000);
    bench.quality.setPolicy(FIXED_2, bench.nowMs);
    expect(bench.pass(2000, {}, 98_000).reading.support).toBe('works');
  });

  it('shows neither fences nor JPEG gets compress 1 where the page asked for 0', () => {
    const list = [ENCODING.tight, -26, -256];
    expect(new QualityBench(FIXED_2).begin(list, [serverInit()]).pass(1000).lists).toEqual([
      [ENCODING.tight, -30, -255],
    ]);
  });

  it('is neatvnc, or a page that asks for two levels or for none, is not touched', () => {
    const wayvnc = [serverInit({ name: 'WayVNC' })];
    for (const [list, server, reason] of [
      [PAGE_LIST, wayvnc, 'server'],
      [[-26, -30], undefined, 'two-levels'],
      [[ENCODING.tight], undefined, 'lossless-page'],
      [[-26, ENCODING.kasmVideo], undefined, 'unread'],
    ] as const) {
      const bench = new QualityBench(FIXED_2).begin(list, server);
      bench.quality.fullQuality(0);
      bench.quality.focus(true, 0);
      expect(bench.pass(2000, BAD, 98_000).sent).toEqual([]);
      expect(bench.reading).toMatchObject({ support: 'none', reason });
    }
  });
});

describe('focus', () => {
  it('goes no lower than 6, and leaves a level that is there already', () => {
    const bench = new QualityBench(AUTOMATIC).begin();
    bench.quality.focus(true, 0);
    expect(bench.pass(5000, BAD, 98_000).lists).toEqual([]);
    expect(bench.reading.isFocused).toBe(true);
    bench.quality.focus(false, bench.nowMs);
    expect(bench.pass(500, BAD, 98_000).lists).toEqual([at(2)]);
    bench.quality.focus(true, bench.nowMs);
    expect(bench.pass(2000, BAD, 98_000).reading.level).toBe(6);
  });

  it("raises a fixed level, and the page's own, by the user's hand", () => {
    const fixed = new QualityBench(FIXED_2).begin();
    fixed.quality.focus(true, 0);
    expect(fixed.pass(1000).reading.level).toBe(6);
    const page = new QualityBench().begin(at(1));
    page.quality.focus(true, 0);
    expect(page.pass(1000).reading).toMatchObject({ level: 6, cause: 'user' });
    page.quality.focus(false, page.nowMs);
    expect(page.pass(1000).reading).toMatchObject({ level: 1, cause: 'page' });
  });
});

describe('full quality now', () => {
  const asked = () => {
    const bench = new QualityBench(FIXED_2).begin().pass(1000);
    bench.quality.fullQuality(bench.nowMs);
    return bench;
  };

  it('raises the level, asks for the screen once that has arrived, and tells when all of it is there', () => {
    const bench = asked().pass(100);
    expect(bench.lists.at(-1)).toEqual(at(9));
    expect(bench.refreshes).toBe(0);
    expect(bench.reading.full).toEqual({ state: 'coming', share: 0 });
    // Written before the server heard of it.
    bench.server(update()).pass(500);
    expect(bench.refreshes).toBe(1);
    expect(bench.reading.full).toEqual({ state: 'coming', share: 0 });
    bench.server(update([rect(ENCODING.tight, 640, 120)])).pass(50);
    expect(bench.reading.full).toEqual({ state: 'coming', share: 0.25 });
    bench.server(update()).pass(50);
    expect(bench.reading.full).toEqual({ state: 'complete', share: 1 });
    expect(bench.refreshes).toBe(1);
  });

  it('ends ten seconds after the picture was complete', () => {
    const bench = asked().pass(1000).server(update()).pass(9000);
    expect(bench.reading).toMatchObject({ level: 9, cause: 'full' });
    bench.pass(2000);
    expect(bench.reading).toMatchObject({ level: 2, full: { state: 'off', share: 0 } });
  });

  it('ends when the user acts, but not for a move, nor for the keys that asked for it', () => {
    const bench = asked();
    bench.quality.client(key(true, 0x66), bench.nowMs);
    bench.pass(1000);
    expect(bench.refreshes).toBe(1);
    bench.quality.client(pointer(0, 10, 10), bench.nowMs);
    bench.quality.client(key(false, 0x66), bench.nowMs);
    expect(bench.reading.full.state).toBe('coming');
    bench.quality.client(pointer(1, 10, 10), bench.nowMs);
    expect(bench.pass(1000).reading).toMatchObject({ level: 2, full: { state: 'off' } });
  });

  it('is not asked for any more when the user acts on while it has to wait', () => {
    const bench = asked().pass(2000, { path: { ...sightOf().path, level: 'stall' } });
    bench.quality.client(pointer(1, 10, 10), bench.nowMs);
    expect(bench.pass(2000).reading).toMatchObject({ level: 2, full: { state: 'off' } });
    expect(bench.refreshes).toBe(0);
  });

  it('does not lower the level that automatic comes back to, however long it fills the link', () => {
    const bench = new QualityBench(AUTOMATIC).begin().pass(1000, {}, 98_000);
    bench.quality.fullQuality(bench.nowMs);
    bench.pass(9000, BAD, 98_000);
    expect(bench.reading).toMatchObject({ level: 9, cause: 'full' });
    expect(bench.pass(4000, {}, 98_000).reading).toMatchObject({ level: 6, cause: 'page' });
    const asked = bench.sent.find(({ effect }) => effect.type === 'refresh');
    expect([...(asked?.effect.bytes ?? [])]).toEqual([3, 0, 0, 0, 0, 0, 2, 128, 1, 224]);
  });

  it('gives up after half a minute without a picture', () => {
    expect(asked().pass(40_000).reading).toMatchObject({ level: 2, full: { state: 'off' } });
  });

  it('asks for the screen at once where the level is the highest already', () => {
    const bench = new QualityBench().begin(at(9)).pass(1000);
    bench.quality.fullQuality(bench.nowMs);
    bench.pass(100);
    expect(bench.lists).toEqual([]);
    expect(bench.refreshes).toBe(1);
  });
});

describe('what a person should see', () => {
  it('is told once when it changes, and not again', () => {
    const bench = new QualityBench(FIXED_2).begin().pass(1000);
    const before = bench.announced;
    expect(bench.pass(5000).announced).toBe(before);
    bench.quality.focus(true, bench.nowMs);
    bench.pass(50);
    expect(bench.announced).toBe(before + 1);
  });

  it('is that the picture may have lost something, wherever Tight came with a level', () => {
    expect(new QualityBench().begin().reading.isLossy).toBe(true);
    expect(new QualityBench().begin([ENCODING.tight]).reading.isLossy).toBe(false);
  });
});
