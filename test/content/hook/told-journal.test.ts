import { beforeEach, describe, expect, it } from 'vitest';
import { TELL_AFTER_MS, TELL_PERIOD_MS, ToldJournal } from '../../../src/content/hook/told-journal.ts';
import type { Journal } from '../../../src/model/gate/journal.ts';
import { type FromHook, MAX_ADDRESS } from '../../../src/model/port/hook-message.ts';

const EMPTY: Journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
const HELD: Journal = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 1, x: 3, y: 4 };
const OTHER: Journal = { ...HELD, buttonMask: 0 };
/** As often as a driver sends its picture. */
const LOOK_MS = 100;

let nowMs: number;
let reaches: boolean;
let told: FromHook[];
let written: Journal[];
let released: number;
let journal: ToldJournal;

function made(address = 'instrument.example/websockify'): ToldJournal {
  return new ToldJournal(
    {
      read: () => HELD,
      write: (each) => void written.push(each),
      release: () => void released++,
    },
    {
      connection: '1',
      address,
      send: (message) => {
        if (reaches) told.push(message);
        return reaches;
      },
      nowMs: () => nowMs,
    },
  );
}

beforeEach(() => {
  nowMs = 1000;
  reaches = true;
  told = [];
  written = [];
  released = 0;
  journal = made();
});

function pass(ms: number): void {
  for (let passedMs = 0; passedMs < ms; passedMs += LOOK_MS) {
    nowMs += LOOK_MS;
    journal.look();
  }
}
/** Of a session that the link knows and at which nothing is down. */
function begun(): void {
  journal.look();
  told.length = 0;
  pass(1000);
}
const journals = () => told.map((message) => (message.type === 'journal' ? message.journal : null));

describe('the journal of a socket, as it is told', () => {
  it('is told when the session begins, even if nothing is down: the link then asks what others left', () => {
    journal.look();
    const address = 'instrument.example/websockify';
    expect(told).toEqual([{ type: 'journal', connection: '1', address, journal: EMPTY, hasTaken: false }]);
    pass(5000);
    expect(told).toHaveLength(1);
  });

  it('is told when the link is there, if it was not', () => {
    reaches = false;
    journal.look();
    reaches = true;
    pass(LOOK_MS);
    expect(journals()).toEqual([EMPTY]);
  });

  it('is kept as ever, whatever is told', () => {
    expect(journal.read()).toBe(HELD);
    journal.write(HELD);
    journal.write(EMPTY);
    journal.release();
    expect([written, released]).toEqual([[HELD, EMPTY], 1]);
  });

  it('is not told for the keys of healthy typing', () => {
    begun();
    for (let keys = 0; keys < 100; keys++) {
      journal.write({ ...HELD });
      pass(LOOK_MS);
      journal.write({ ...EMPTY });
      pass(LOOK_MS);
    }
    expect(told).toEqual([]);
  });

  it('is told when something stays down, and again when it is let go of', () => {
    begun();
    journal.write(HELD);
    pass(TELL_AFTER_MS - LOOK_MS);
    expect(told).toEqual([]);
    pass(LOOK_MS);
    expect(journals()).toEqual([HELD]);
    pass(5000);
    journal.write(EMPTY);
    pass(LOOK_MS);
    expect(journals()).toEqual([HELD, EMPTY]);
  });

  it('is told three times a second at most, however it changes', () => {
    begun();
    for (let ms = 0; ms < 3000; ms += LOOK_MS) {
      journal.write({ ...HELD, x: ms });
      pass(LOOK_MS);
    }
    expect(told.length).toBeGreaterThan(5);
    expect(told.length).toBeLessThanOrEqual(3000 / TELL_PERIOD_MS);
  });

  it('is told at once when the connection ends, if there is anything new', () => {
    begun();
    journal.write(HELD);
    journal.release();
    expect(journals()).toEqual([HELD]);
    journal = made();
    begun();
    journal.write(OTHER);
    journal.write(EMPTY);
    journal.release();
    expect(told).toEqual([]);
  });

  it('is never told for a socket that is no session, nor under an address that is too long', () => {
    journal.write(HELD);
    journal.release();
    journal = made('x'.repeat(MAX_ADDRESS + 1));
    journal.write(HELD);
    pass(1000);
    journal.release();
    expect(told).toEqual([]);
  });

  it('says that it has what others left as soon as that is written down, and how that ends', () => {
    begun();
    journal.take(() => journal.write(OTHER));
    journal.write(EMPTY);
    pass(LOOK_MS);
    expect(told).toMatchObject([{ journal: EMPTY, hasTaken: true }]);
  });

  it('does not say so when the guard did not take it', () => {
    begun();
    journal.take(() => {});
    journal.write(HELD);
    pass(1000);
    expect(told).toMatchObject([{ journal: HELD, hasTaken: false }]);
  });
});
