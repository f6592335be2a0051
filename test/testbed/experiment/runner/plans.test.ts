import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../../testbed/experiment/plan.ts';
import { readOptions } from '../../../../testbed/experiment/runner/options.ts';
import { plansOf } from '../../../../testbed/experiment/runner/plans.ts';

const plans = (...args: string[]) => plansOf(readOptions(args));

describe('the runs that a command line asks for', () => {
  it('are those of the lists, and of everything where there is no list', () => {
    const asked = plans(
      '--profile',
      'wan,fault',
      '--user',
      'expert',
      '--arm',
      'plain,guarded',
      '--seeds',
      '3',
    );
    expect(asked).toHaveLength(12);
    expect(asked.slice(0, 2)).toMatchObject([
      { realm: 'virtual', profile: 'wan', user: 'expert', arm: 'plain', seed: 1, congestionControl: 'cubic' },
      { arm: 'guarded', seed: 1, patienceFactor: 1, retryProbability: null },
    ]);
    expect(plans('--seeds', '2')).toHaveLength(7 * 2 * 4 * 2);
  });

  it('go seed by seed, each run once', () => {
    const asked = plans('--grid');
    expect(asked.map(({ seed }) => seed)).toEqual([...asked].map(({ seed }) => seed).sort((a, b) => a - b));
    expect(new Set(asked.map(keyOf)).size).toBe(asked.length);
    expect(asked).toHaveLength(7 * 2 * 4 * 30);
  });

  it('may be of other seeds than those that were used to try things out', () => {
    expect(plans('--profile', 'wan', '--user', 'expert', '--arm', 'plain', '--seeds', '31-33')).toMatchObject(
      [{ seed: 31 }, { seed: 32 }, { seed: 33 }],
    );
  });

  it('vary what a study of sensitivity varies', () => {
    const asked = plans(...['--quick', '--profile', 'fault', '--user', 'expert', '--seeds', '1']).length;
    const varied = plans(
      ...['--quick', '--profile', 'fault', '--user', 'expert', '--seeds', '1', '--patience', '0.5,1,2'],
      ...['--retry', '0.3,0.95', '--heed', '0,0.5,1', '--congestion', 'cubic,bbr'],
    );
    expect(varied).toHaveLength(asked * 3 * 2 * 3 * 2);
    expect(varied).toContainEqual(
      expect.objectContaining({ patienceFactor: 2, retryProbability: 0.95, heedProbability: 0 }),
    );
  });

  it('are few enough for ten minutes with --quick, and pairs', () => {
    const live = plans('--realm', 'live', '--quick');
    expect(live).toHaveLength(6);
    for (const arm of ['plain', 'guarded']) {
      for (const profile of ['direct', 'congested-wan', 'fault']) {
        expect(live).toContainEqual(expect.objectContaining({ arm, profile, user: 'expert', seed: 1 }));
      }
    }
    expect(plans('--quick')).toHaveLength(7 * 3 * 5);
  });

  it.each([
    [['--profile', 'moon'], 'direct'],
    [['--seeds', '0'], '--seeds'],
    [['--seeds', '9-3'], 'lower'],
    [['--retry', '1.5'], '0 to 1'],
    [['--patience', ''], '--patience'],
    [['--quick', '--grid'], 'not both'],
    [['--jobs', 'many'], '--jobs'],
    [['--unknown'], 'unknown'],
  ])('%j is refused with a word', (args, word) => {
    expect(() => readOptions(args)).toThrow(word);
  });
});
