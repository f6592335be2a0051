import { describe, expect, it } from 'vitest';
import { losses } from '../../../../testbed/experiment/report/benefit.ts';
import { PAPER_CLAIMS } from '../../../../testbed/experiment/report/paper-claims.ts';
import { Sample } from '../../../../testbed/experiment/report/sample.ts';
import { judgeTargets } from '../../../../testbed/experiment/report/targets.ts';
import type { RunResult } from '../../../../testbed/experiment/result.ts';
import { madeUpResults } from '../../../support/made-up-results.ts';

const SEEDS = 10;
const sampleOf = (change?: (result: RunResult) => Partial<RunResult>) =>
  new Sample(madeUpResults(SEEDS, change), 'virtual');
const guardedOn = (profile: string, parts: Partial<RunResult>) => (result: RunResult) =>
  result.arm === 'guarded' && result.profile === profile ? parts : {};

describe('the targets', () => {
  const missed = (change: (result: RunResult) => Partial<RunResult>): readonly string[] =>
    judgeTargets(sampleOf(change))
      .filter(({ verdict }) => verdict === 'missed')
      .map(({ where, target }) => `${where}: ${target.slice(0, 20)}`);

  it('are met where nothing is wrong', () => {
    expect(new Set(judgeTargets(sampleOf()).map(({ verdict }) => verdict))).toEqual(new Set(['met']));
  });

  it('are missed one by one, where it happened', () => {
    expect(missed(guardedOn('fault', { unintendedExecuted: 2 }))).toEqual(['Fault: unintended actions e']);
    expect(missed(guardedOn('fault', { limitContactsKnowable: 1 }))).toEqual(['Fault: contacts by a press ']);
    expect(missed(guardedOn('congested-wan', { lateInOneTrouble: 9 }))).toEqual([
      'Congested WAN: executed more than 1',
    ]);
    expect(missed(guardedOn('wan', { taskSeconds: 30 }))).toEqual(['WAN: task time guarded / ']);
    expect(missed(guardedOn('direct', { blockedLegitimate: 1 }))).toEqual([
      'Direct GigE: no legitimate action',
    ]);
  });

  it('do not count what was latched before, nor a task 4 % longer', () => {
    expect(missed(guardedOn('fault', { limitContacts: 1, limitContactsLatched: 1 }))).toEqual([]);
    expect(
      missed((result) => (result.arm === 'guarded' ? { taskSeconds: result.taskSeconds * 1.04 } : {})),
    ).toEqual([]);
  });

  it('are not judged by a few runs, but for what may not happen once', () => {
    const few = (change?: (result: RunResult) => Partial<RunResult>) =>
      judgeTargets(new Sample(madeUpResults(4, change), 'virtual'));
    // Novices and experts count together: two pairs each.
    const two = (change?: (result: RunResult) => Partial<RunResult>) =>
      judgeTargets(new Sample(madeUpResults(2, change), 'virtual'));
    expect(new Set(few().map(({ verdict }) => verdict))).toEqual(new Set(['met']));
    expect(new Set(two().map(({ verdict }) => verdict))).toEqual(new Set(['undecided']));
    const harmed = two(guardedOn('fault', { limitContactsKnowable: 1 }));
    expect(harmed.filter(({ verdict }) => verdict === 'missed').map(({ where }) => where)).toEqual(['Fault']);
  });

  it('are no success where there was nothing to prevent, and where nothing ran', () => {
    const none = judgeTargets(sampleOf(() => ({ unintendedExecuted: 0 })));
    expect(none.filter(({ verdict }) => verdict === 'no data')).toHaveLength(3);
    expect(new Set(judgeTargets(new Sample([], 'live')).map(({ verdict }) => verdict))).toEqual(
      new Set(['no data']),
    );
  });
});

describe('the paper’s claims', () => {
  const verdictOf = (words: string, sample: Sample): string =>
    PAPER_CLAIMS.find(({ text }) => text.includes(words))?.judge(sample).verdict ?? 'no such claim';

  it('are judged by the data, each way', () => {
    expect(verdictOf('Direct GigE: MOS 5', sampleOf())).toBe('holds');
    expect(
      verdictOf(
        'Direct GigE: MOS 5',
        sampleOf(() => ({ qMos: 4 })),
      ),
    ).toBe('does not hold');
    expect(verdictOf('WAN: between 3 and 4', sampleOf())).toBe('does not hold');
    expect(
      verdictOf(
        'WAN: between 3 and 4',
        sampleOf(({ profile }) => (profile === 'wan' ? { qMos: 3.5 } : {})),
      ),
    ).toBe('holds');
    expect(verdictOf('more on Public LAN than on Direct GigE', sampleOf())).toBe('holds');
    expect(verdictOf('Public LAN more than Direct GigE', sampleOf())).toBe('does not hold');
    expect(verdictOf('Congestion begets more', sampleOf())).toBe('holds');
    expect(verdictOf('more than 30 Mbit/s', sampleOf())).toBe('does not hold');
    expect(verdictOf('Novices rank higher', sampleOf())).toBe('holds');
    expect(verdictOf('less dense', sampleOf())).toBe('holds');
    const states = (supplyKbps: number[]) =>
      sampleOf(({ series }) => ({
        series: series && { ...series, states: ['stable', 'unstable'], presses: [1, 3], supplyKbps },
      }));
    expect(verdictOf('Demand is higher', states([1, 1]))).toBe('holds');
    expect(verdictOf('Supply is higher', states([900, 100]))).toBe('does not hold');
  });

  it('are not testable without data, and undecided where the scatter is too large', () => {
    for (const { judge } of PAPER_CLAIMS)
      expect(judge(new Sample([], 'virtual')).verdict).toBe('not testable');
    const scattered = sampleOf(({ profile, seed }) => ({
      actionsMade: profile === 'public-lan' ? (seed % 2 === 0 ? 41 : 1) : 20,
    }));
    expect(verdictOf('Public LAN more than Direct GigE', scattered)).toBe('undecided');
  });
});

describe('the losses', () => {
  it('are what is surely worse with the guard', () => {
    expect(losses(sampleOf())).toContain('No measure');
    const slower = losses(
      sampleOf((result) =>
        result.arm === 'guarded' && result.profile === 'fault' ? { taskSeconds: result.taskSeconds + 3 } : {},
      ),
    );
    expect(slower).toContain('Task time, s | Fault, novice');
    expect(slower).not.toContain('Congested');
  });
});

describe('pairs', () => {
  it('are of the same seed, and of what both have', () => {
    const results = madeUpResults(4).filter(({ arm, seed }) => arm !== 'plain' || seed > 2);
    const sample = new Sample(results, 'virtual');
    const cell = { profile: 'fault', user: 'expert' } as const;
    const pairs = sample.pairs({ ...cell, arm: 'guarded' }, { ...cell, arm: 'plain' }, ({ seed }) => seed);
    expect(pairs).toEqual([
      [3, 3],
      [4, 4],
    ]);
  });

  it('are never made across what was varied', () => {
    const sample = new Sample(
      madeUpResults(2, () => ({ patienceFactor: 2 })),
      'virtual',
    );
    expect(sample.results).toHaveLength(0);
    expect(sample.varied({ patienceFactor: 2 }).results).toHaveLength(7 * 2 * 4 * 2);
  });
});
