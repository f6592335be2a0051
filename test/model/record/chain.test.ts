import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Chain,
  type ChainProblem,
  concluded,
  EMPTY_CHAIN,
  isIntact,
  withLine,
} from '../../../src/model/record/chain.ts';
import { endLine, entryLine, headerLine } from '../../../src/model/record/record-line.ts';
import { entry, HEADER, hash, recordOf, WALL_MS } from '../../support/record-events.ts';

/** Long enough for every kind of entry to stand at many places. */
const ENTRIES = 10_000;

async function read(lines: readonly string[], from: Chain = EMPTY_CHAIN): Promise<Chain> {
  let chain = from;
  for (const line of lines) chain = await withLine(chain, line, hash);
  return chain;
}
const verified = async (lines: readonly string[], head?: string) => concluded(await read(lines), head);
const kinds = (chain: Chain): readonly ChainProblem['type'][] => chain.problems.map(({ type }) => type);

describe('a record', () => {
  it('is intact as it was written', async () => {
    const chain = await verified(await recordOf(100));
    expect(chain).toMatchObject({ lines: 102, entries: 100, problems: [], header: HEADER });
    expect(isIntact(chain)).toBe(true);
  });

  it('of no entries is one too', async () => {
    expect(kinds(await verified(await recordOf(0)))).toEqual([]);
  });

  it('cut off at its end is seen by the missing end, or by a hash that was noted', async () => {
    const lines = await recordOf(10);
    expect(kinds(await verified(lines.slice(0, -1)))).toEqual(['no-end']);
    expect(kinds(await verified([]))).toEqual(['no-end']);
    const noted = (await verified(lines)).end?.head ?? '';
    const shorter = lines.slice(0, 5);
    const head = await hash(shorter.at(-1)!);
    shorter.push(await endLine({ count: 4, head, session: 'closed', omitted: 0, wallMs: WALL_MS }, hash));
    expect(kinds(await verified(shorter))).toEqual([]);
    expect(kinds(await verified(shorter, noted))).toEqual(['other-head']);
    expect(kinds(await verified(lines, noted))).toEqual([]);
  });

  it('tells where it was changed, and judges the rest by itself', async () => {
    const lines = await recordOf(50);
    lines[20] = lines[20]!.replace('"seq":20', '"seq": 20');
    lines.splice(40, 1);
    const { problems } = await verified(lines);
    expect(problems).toEqual([
      { type: 'broken', line: 22, seq: 20 },
      { type: 'sequence', line: 41, expected: 40, found: 41 },
      { type: 'bad-end', line: 51 },
    ]);
  });

  it('with anything after its end, or without its header, is not one', async () => {
    const lines = await recordOf(3);
    expect(kinds(await verified([...lines, '']))).toEqual(['after-end']);
    expect(kinds(await verified(lines.slice(1)))).toContain('unreadable');
  });

  it('may hold nothing that the format does not have', async () => {
    const lines = [headerLine(HEADER)];
    const line = entryLine(1, await hash(lines[0]!), entry({ type: 're-arm' }));
    lines.push(`${line.slice(0, -1)},"keys":"secret"}`);
    const head = await hash(lines[1]!);
    lines.push(await endLine({ count: 1, head, session: 'open', omitted: 0, wallMs: WALL_MS }, hash));
    expect((await verified(lines)).problems[0]).toMatchObject({
      type: 'unreadable',
      line: 2,
      problems: [{ path: 'keys', code: 'unknown-key' }],
    });
  });

  it('notes lost entries, a clock that was set, and a session that went on', async () => {
    const lines = [headerLine(HEADER)];
    const add = async (event: Parameters<typeof entry>[0], atMs: number, aheadMs: number) => {
      const { wallMs } = entry(event, atMs);
      const prev = await hash(lines.at(-1)!);
      lines.push(entryLine(lines.length, prev, { atMs, wallMs: wallMs + aheadMs, event }));
    };
    await add({ type: 're-arm' }, 1000, 0);
    await add({ type: 're-arm' }, 2000, 900);
    await add({ type: 'gap', lost: 5 }, 3000, 900);
    await add({ type: 're-arm' }, 4000, -3_599_000);
    const head = await hash(lines.at(-1)!);
    lines.push(await endLine({ count: 4, head, session: 'open', omitted: 0, wallMs: WALL_MS }, hash));
    const chain = await verified(lines);
    expect(isIntact(chain)).toBe(true);
    expect(chain.notes).toEqual([
      { type: 'lost', line: 4, seq: 3, lost: 5 },
      { type: 'clock', line: 5, seq: 4, jumpMs: -3_599_900 },
      { type: 'open' },
    ]);
  });
});

/** Lines after a change in which it must be seen. */
const WINDOW = 3;

/** What was done to line `at`: the lines from there on, as far as it takes to see it. */
type Tampering = (lines: readonly string[], at: number) => readonly string[];

/** Changes one character; which one goes round with the line's number. */
function flipped(line: string, at: number): string {
  const place = (at * 7919) % line.length;
  const flip = String.fromCharCode(line.charCodeAt(place) ^ 1);
  return `${line.slice(0, place)}${flip}${line.slice(place + 1)}`;
}

const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a flipped character': (lines, at) => [flipped(lines[at]!, at), ...lines.slice(at + 1, at + 3)],
  'a deleted line': (lines, at) => lines.slice(at + 1, at + 3),
  'a doubled line': (lines, at) => [lines[at]!, ...lines.slice(at, at + 2)],
  'an inserted line with numbers of its own': (lines, at) => [
    lines[at]!,
    lines[at]!.replace(/"seq":\d+/, `"seq":${at + 1}`),
    ...lines.slice(at + 1, at + 3),
  ],
  'two lines in the other order': (lines, at) => [
    lines[at + 1] ?? '',
    lines[at]!,
    ...lines.slice(at + 2, at + 4),
  ],
  'a cut': () => [],
};

describe(`in a record of ${ENTRIES} entries`, () => {
  let lines: string[] = [];
  /** The chain as it stands before each line; verification is a fold, so it can begin anywhere. */
  const before: Chain[] = [];

  beforeAll(async () => {
    lines = await recordOf(ENTRIES);
    let chain = EMPTY_CHAIN;
    for (const line of lines) {
      before.push(chain);
      chain = await withLine(chain, line, hash);
    }
    expect(concluded(chain).problems).toEqual([]);
  });

  it.each(Object.entries(TAMPERINGS))(
    '%s is found at every line',
    async (name, tamper) => {
      const missed: number[] = [];
      for (let at = 0; at < lines.length; at += 1) {
        const chain = await read(tamper(lines, at), before[at]);
        // Only where the file ends here may the missing end be what tells.
        const isWhole = name === 'a cut' || at + WINDOW >= lines.length;
        if (isIntact(isWhole ? concluded(chain) : chain)) missed.push(at);
      }
      expect(missed, name).toEqual([]);
    },
    60_000,
  );
});
