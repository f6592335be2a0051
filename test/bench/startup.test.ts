import { describe, expect, test } from 'vitest';
import { ARMS, orderOf } from '../../bench/startup/arms.ts';
import { reportOf } from '../../bench/startup/firefox-report.ts';
import { looksUpTo } from '../../bench/startup/memory.ts';
import { midmean, type Pair, pairedFigures } from '../../bench/startup/paired.ts';
import { PLAIN_PAGE } from '../../bench/startup/plain-page.ts';
import { roleOf, usedMs } from '../../bench/startup/process-use.ts';
import { linesOf, type Turn } from '../../bench/startup/start-cost.ts';

/** Loads that take 90 to 109 ms, and their partners. */
const loads = (added: (load: number) => number): readonly Pair[] =>
  Array.from({ length: 20 }, (_, load) => [90 + load + added(load), 90 + load]);

describe('the mean of the middle half', () => {
  test('does not hear of the load that the machine disturbed', () => {
    expect(midmean([10, 11, 12, 13, 5000])).toBe(12);
  });

  test('tells less than the clock does', () => {
    expect(midmean([10, 10, 10, 11, 11, 10, 11, 11])).toBe(10.5);
  });
});

describe('loads in pairs', () => {
  test('differ by what was added, however much loads differ from each other', () => {
    const figures = pairedFigures([loads(() => 5), loads(() => 5)]);
    expect(figures.differenceMs).toBeCloseTo(5);
    expect(figures.difference95[0]).toBeCloseTo(5);
    expect(figures.difference95[1]).toBeCloseTo(5);
    expect(figures.ratio).toBeCloseTo(1.05, 2);
  });

  test('show nothing where nothing was added', () => {
    const noise = (load: number) => (load % 2 === 0 ? 3 : -3);
    const { difference95, ratio95 } = pairedFigures([loads(noise), loads(noise)]);
    expect(difference95[0]).toBeLessThan(0);
    expect(difference95[1]).toBeGreaterThan(0);
    expect(ratio95[0]).toBeLessThan(1);
    expect(ratio95[1]).toBeGreaterThan(1);
  });

  test('are known less well where the browsers of one round differ from those of the next', () => {
    const width = ([low, high]: readonly [number, number]) => high - low;
    const alike = pairedFigures([loads(() => 5), loads(() => 5), loads(() => 5)]);
    const unlike = pairedFigures([loads(() => 0), loads(() => 5), loads(() => 10)]);
    expect(width(unlike.difference95)).toBeGreaterThan(width(alike.difference95) + 5);
  });
});

describe('the arms', () => {
  test('stand at each place equally often', () => {
    const turns = Array.from({ length: 2 * ARMS.length }, (_, turn) => orderOf(ARMS, turn));
    for (const arm of ARMS) {
      for (const place of ARMS.keys()) expect(turns.filter((order) => order[place] === arm)).toHaveLength(2);
    }
  });

  test('follow each other in both directions equally often', () => {
    const turns = Array.from({ length: 2 * ARMS.length }, (_, turn) => orderOf(ARMS, turn));
    const isFirst = turns.filter((order) => order.indexOf('none') < order.indexOf('none-again'));
    expect(isFirst).toHaveLength(ARMS.length);
  });

  test('are compared only in turns that they took part in, and by what their browser can tell', () => {
    const turn = (enabled?: number): Turn =>
      new Map([
        ['none', { load: 100 }],
        ...(enabled === undefined ? [] : [['enabled', { load: enabled }] as const]),
      ]);
    const lines = linesOf('firefox', ['none', 'enabled'], [[turn(110), turn(), turn(110)]]);
    expect(lines.map(({ arm, measure, loads, differenceMs }) => [arm, measure, loads, differenceMs])).toEqual(
      [
        ['none', 'load', 3, 0],
        ['enabled', 'load', 2, 10],
      ],
    );
  });
});

describe('the processes of a browser', () => {
  test('are told apart by their names and command lines', () => {
    expect(roleOf('chromium', '/usr/lib/chromium/chromium --headless')).toBe('browser');
    expect(roleOf('chromium', 'chromium --type=renderer --extension-process')).toBe('extension');
    expect(roleOf('chromium', 'chromium --type=renderer')).toBe('page');
    expect(roleOf('chromium', 'chromium --type=gpu-process')).toBeNull();
    expect(roleOf('firefox-esr', 'firefox-esr --profile /tmp/p')).toBe('browser');
    expect(roleOf('WebExtensions', 'firefox-esr -contentproc -isForBrowser')).toBe('extension');
    expect(roleOf('Isolated Web Co', 'firefox-esr -contentproc -isForBrowser')).toBe('page');
    expect(roleOf('Socket Process', 'firefox-esr -contentproc')).toBeNull();
  });

  test('count from their start if they are new', () => {
    const before = new Map([[1, 500]]);
    const after = new Map([
      [1, 530],
      [2, 40],
    ]);
    expect(usedMs(before, after)).toBe(70);
  });
});

describe('what Firefox reports of its memory', () => {
  const MIB = 2 ** 20;
  const entry = (process: string, path: string, amount = 1) => ({ process, path, amount });
  const text = (...reports: readonly object[]) => JSON.stringify({ reports });

  test('names the worlds of our link, and windows that should be gone', () => {
    const ours = 'js-main-runtime-realms/user/[Expanded Principal [http:';
    const reports = [
      entry('web (pid 1)', `${ours}\\\\127.0.0.1:80\\, moz-extension:`),
      entry('web (pid 2)', `${ours}\\\\localhost\\, moz-extension:`),
      entry('web (pid 2)', 'js-main-runtime-realms/user/http:\\\\localhost\\'),
      entry('web (pid 2)', 'ghost-windows', 2),
      entry('Main Process (pid 3)', 'ghost-windows', 0),
    ];
    expect(reportOf(text(...reports))).toMatchObject({ linkWorlds: 2, ghostWindows: 2 });
  });

  test('adds up what is allocated for each kind of process, and nothing that is said in other words', () => {
    const reports = [
      entry('web (pid 1)', 'explicit/atoms', MIB),
      entry('webIsolated=http://localhost (pid 2)', 'explicit/threads', MIB),
      entry('web (pid 1)', 'resident', 90 * MIB),
      entry('extension (pid 4)', 'explicit/atoms', 3 * MIB),
      entry('Main Process (pid 3)', 'explicit/atoms', 5 * MIB),
    ];
    const heaps = { pageHeapMiB: 2, extensionHeapMiB: 3, browserHeapMiB: 5 };
    expect(reportOf(text(...reports))).toMatchObject(heaps);
  });
});

describe('the bench', () => {
  test('looks at memory up to the last load', () => {
    expect(looksUpTo(1000)).toEqual([10, 100, 250, 500, 1000]);
    expect(looksUpTo(60)).toEqual([10, 60]);
  });

  test('opens a page of a few hundred elements, without a session', () => {
    expect(PLAIN_PAGE.match(/<\w/g)?.length).toBeGreaterThan(300);
    expect(PLAIN_PAGE).not.toContain('WebSocket');
  });
});
