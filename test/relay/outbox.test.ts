import { describe, expect, test } from 'vitest';
import { MAX_WAITING_BYTES, MAX_WAITING_MS, Outbox } from '../../src/relay/outbox.ts';

/** A socket that takes only what its reader has read. */
class Sink {
  readonly written: string[] = [];
  bufferedBytes = 0;
  readonly #callbacks: (() => void)[] = [];

  write(bytes: Uint8Array, onWritten: () => void): void {
    this.written.push(Buffer.from(bytes).toString());
    this.bufferedBytes += bytes.byteLength;
    this.#callbacks.push(onWritten);
  }

  /** Its reader has read all that was written. */
  drain(): void {
    this.bufferedBytes = 0;
    for (const callback of this.#callbacks.splice(0)) callback();
  }
}

const full = Buffer.alloc(40_000, 'x');
const text = (name: string) => Buffer.from(name);

describe('an outbox', () => {
  test('writes at once while its reader keeps up', () => {
    const sink = new Sink();
    const outbox = new Outbox(sink);

    outbox.push(text('a'), 'content', 0);
    outbox.push(text('b'), 'show', 0);
    outbox.push(text('c'), 'control', 0);

    expect(sink.written).toEqual(['a', 'b', 'c']);
  });

  test('lets control go before all that waits, and keeps each lane in order', () => {
    const sink = new Sink();
    const outbox = new Outbox(sink);
    outbox.push(full, 'content', 0);

    for (const name of ['content 1', 'content 2']) outbox.push(text(name), 'content', 0);
    for (const name of ['control 1', 'control 2']) outbox.push(text(name), 'control', 0);
    sink.drain();

    expect(sink.written.slice(1)).toEqual(['control 1', 'control 2', 'content 1', 'content 2']);
  });

  test('leaves out pointers while its reader is behind, and nothing else', () => {
    const sink = new Sink();
    const outbox = new Outbox(sink);
    outbox.push(full, 'content', 0);

    expect(outbox.push(text('pointer'), 'show', 0)).toBe(false);
    expect(outbox.push(text('word'), 'content', 0)).toBe(true);
    sink.drain();
    expect(outbox.push(text('next pointer'), 'show', 0)).toBe(true);

    expect(sink.written.slice(1)).toEqual(['word', 'next pointer']);
  });

  test('is overdue when too much waits', () => {
    const outbox = new Outbox(new Sink());
    for (let bytes = 0; bytes <= MAX_WAITING_BYTES + full.length; bytes += full.length) {
      expect(outbox.isOverdue(0)).toBe(false);
      outbox.push(full, 'content', 0);
    }
    outbox.push(full, 'content', 0);

    expect(outbox.isOverdue(0)).toBe(true);
  });

  test('is overdue when something waits too long, be it ever so little', () => {
    const outbox = new Outbox(new Sink());
    outbox.push(full, 'content', 0);
    outbox.push(text('a'), 'control', 1000);

    expect(outbox.isOverdue(1000 + MAX_WAITING_MS)).toBe(false);
    expect(outbox.isOverdue(1001 + MAX_WAITING_MS)).toBe(true);
  });
});
