import { describe, expect, it } from 'vitest';
import { SEND_AFTER_MS, SEND_CHARS, traceSender } from '../../../src/content/hook/trace-sender.ts';
import { type FromHook, MAX_TRACE_TEXT } from '../../../src/model/port/hook-message.ts';

function rig() {
  const sent: Extract<FromHook, { type: 'trace' }>[] = [];
  const at = { nowMs: 0, isOpen: true };
  const sink = traceSender({
    connection: '7',
    send: (message) => at.isOpen && message.type === 'trace' && sent.push(message) > 0,
    nowMs: () => at.nowMs,
    wallMs: () => 5,
  });
  return { sent, at, sink };
}

describe('the lines of a connection', () => {
  it('leave the hook together, after a while, or when they are many, or at the end', () => {
    const { sent, at, sink } = rig();
    sink.write('a');
    sink.write('b');
    expect(sent).toEqual([]);
    at.nowMs = SEND_AFTER_MS;
    sink.write('c');
    expect(sent).toEqual([{ type: 'trace', connection: '7', first: 0, text: 'a\nb\nc\n' }]);
    sink.write('x'.repeat(SEND_CHARS));
    expect(sent).toHaveLength(2);
    sink.write('d');
    sink.end();
    expect(sent.slice(2)).toEqual([{ type: 'trace', connection: '7', first: 4, text: 'd\n' }]);
  });

  it('wait for a link that is not there yet, and are lost as a whole beyond one message', () => {
    const { sent, at, sink } = rig();
    at.isOpen = false;
    sink.write('a');
    sink.end();
    at.isOpen = true;
    sink.end();
    expect(sent).toEqual([{ type: 'trace', connection: '7', first: 0, text: 'a\n' }]);
    at.isOpen = false;
    sink.write('b'.repeat(MAX_TRACE_TEXT - 2));
    sink.write('c');
    at.isOpen = true;
    sink.end();
    expect(sent.slice(1)).toEqual([{ type: 'trace', connection: '7', first: 2, text: 'c\n' }]);
  });
});
