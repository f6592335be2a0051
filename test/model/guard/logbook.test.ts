import { describe, expect, it } from 'vitest';
import { Logbook } from '../../../src/model/guard/logbook.ts';
import type { RecordEvent } from '../../../src/model/record/record-event.ts';

const block = (reason: 'breakdown' | 'burst-cut', name: string | null = null): RecordEvent => ({
  type: 'block',
  reason,
  inputClass: 'normal',
  function: name,
  count: 1,
});
const taken = (log: Logbook, nowMs: number, isLast = false): readonly RecordEvent[] =>
  log.take(nowMs, isLast).flatMap((effect) => (effect.type === 'record' ? [effect.event] : []));

describe('the logbook', () => {
  it('tells blocks of one kind that follow each other as one, after a second or when another fact comes', () => {
    const log = new Logbook();
    for (const nowMs of [0, 200, 400]) log.note(block('breakdown'), nowMs);
    expect(taken(log, 500)).toEqual([]);
    expect(taken(log, 1000)).toEqual([{ ...block('breakdown'), count: 3 }]);
    log.note(block('breakdown'), 1100);
    log.note(block('burst-cut'), 1150);
    log.note(block('burst-cut', 'Stage'), 1160);
    log.note({ type: 're-arm' }, 1200);
    expect(taken(log, 1200)).toEqual([
      block('breakdown'),
      block('burst-cut'),
      block('burst-cut', 'Stage'),
      { type: 're-arm' },
    ]);
  });

  it('keeps nothing back at the end', () => {
    const log = new Logbook();
    log.note(block('breakdown'), 0);
    expect(taken(log, 1, true)).toEqual([block('breakdown')]);
    expect(taken(log, 2, true)).toEqual([]);
  });

  it('has a limit, and says how many facts were lost to it', () => {
    const log = new Logbook();
    for (let i = 0; i < 130; i++) log.note({ type: 're-arm' }, i);
    const facts = taken(log, 200);
    expect(facts).toHaveLength(101);
    expect(facts.at(-1)).toEqual({ type: 'gap', lost: 30 });
    log.note({ type: 're-arm' }, 300);
    expect(taken(log, 300)).toEqual([{ type: 're-arm' }]);
  });
});
