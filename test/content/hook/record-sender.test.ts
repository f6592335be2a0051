import { describe, expect, it } from 'vitest';
import { recordSender } from '../../../src/content/hook/record-sender.ts';
import { MAX_RECORDED } from '../../../src/driver/record-buffer.ts';
import { type FromHook, MAX_ENTRIES_PER_MESSAGE } from '../../../src/model/port/hook-message.ts';
import type { RecordEntry } from '../../../src/model/record/record-event.ts';
import { entry } from '../../support/record-events.ts';

describe('the facts of a connection', () => {
  it('leave the hook in messages that the link takes, none of them lost and all in order', () => {
    const sent: Extract<FromHook, { type: 'record' }>[] = [];
    const send = recordSender('7', (message) => message.type === 'record' && sent.push(message) > 0);
    const all = Array.from({ length: MAX_RECORDED + 2 }, (_, at) => entry({ type: 're-arm' }, at));
    send(all.slice(0, MAX_RECORDED + 1));
    send([]);
    send(all.slice(MAX_RECORDED + 1));
    expect(sent.map(({ first, entries }) => [first, entries.length])).toEqual([
      [0, MAX_ENTRIES_PER_MESSAGE],
      [100, MAX_ENTRIES_PER_MESSAGE],
      [200, 1],
      [201, 1],
    ]);
    expect(sent.flatMap(({ entries }): readonly RecordEntry[] => entries)).toEqual(all);
    expect(sent.every(({ connection }) => connection === '7')).toBe(true);
  });

  it('keep their numbers when a message does not go out', () => {
    const firsts: number[] = [];
    const send = recordSender('7', (message) => {
      if (message.type === 'record') firsts.push(message.first);
      return false;
    });
    send([entry({ type: 're-arm' })]);
    send([entry({ type: 're-arm' })]);
    expect(firsts).toEqual([0, 1]);
  });
});
