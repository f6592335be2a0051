import { beforeEach, describe, expect, it } from 'vitest';
import { JournalRelay, MAX_JOURNALS, MAX_UNANSWERED } from '../../../src/content/link/journal-relay.ts';
import type { Journal } from '../../../src/model/gate/journal.ts';
import type { ToBackground } from '../../../src/model/port/extension-message.ts';
import { JOURNAL_KEY } from '../../../src/model/port/hook-message.ts';

const address = 'instrument.example/websockify';
const EMPTY: Journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
const HELD: Journal = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 1, x: 3, y: 4 };

let sent: ToBackground[];
let asked: ToBackground[];
let left: unknown[];
let answer: unknown;
let open: Set<string>;
let pending: (() => void)[];
let stored: unknown;
let relay: JournalRelay;

beforeEach(() => {
  sent = [];
  asked = [];
  left = [];
  answer = { journal: null };
  open = new Set(['1', '2']);
  pending = [];
  stored = null;
  let names = 0;
  relay = new JournalRelay({
    send: (message) => {
      sent.push(message);
      return new Promise((resolve) => pending.push(() => resolve(undefined)));
    },
    ask: (message, onAnswer) => {
      asked.push(message);
      onAnswer(answer);
    },
    newName: () => `name-${++names}`,
    isOpen: (connection) => open.has(connection),
    stored: (key) => (key === JOURNAL_KEY + address ? stored : null),
    onLeft: (connection, journal) => void left.push([connection, journal]),
  });
});

const add = (journal: Journal, connection = '1', hasTaken = false) =>
  relay.add({ type: 'journal', connection, address, journal, hasTaken });
const answered = async () => {
  for (const each of pending.splice(0)) each();
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('the journals of a document', () => {
  it('are told under a name of each connection, and what is empty from the beginning is not', () => {
    add(EMPTY);
    add(HELD);
    add(EMPTY, '1', true);
    add(HELD, '2');
    expect(sent).toEqual([
      { type: 'journal', session: 'name-1', address, journal: HELD, hasTaken: false },
      { type: 'journal', session: 'name-1', address, journal: EMPTY, hasTaken: true },
      { type: 'journal', session: 'name-2', address, journal: HELD, hasTaken: false },
    ]);
  });

  it('bring what others left, asked once for each connection', () => {
    answer = { journal: HELD };
    add(EMPTY);
    add(HELD);
    add(EMPTY, '2');
    expect(asked).toEqual([
      { type: 'left-journal', session: 'name-1', address },
      { type: 'left-journal', session: 'name-2', address },
    ]);
    expect(left).toEqual([
      ['1', HELD],
      ['2', HELD],
    ]);
  });

  it.each([null, undefined, { journal: null }, { journal: { ...HELD, x: -1 } }])(
    'bring nothing when the answer is %o',
    (given) => {
      answer = given;
      add(EMPTY);
      expect(left).toEqual([]);
    },
  );

  it('say by the name whether a connection is open', () => {
    add(HELD);
    add(HELD, '2');
    expect(relay.isOpen('name-2')).toBe(true);
    open.delete('2');
    expect(relay.isOpen('name-2')).toBe(false);
    expect(relay.isOpen('name-1')).toBe(true);
    expect(relay.isOpen('name-3')).toBe(false);
  });

  it('are read from the page’s storage when the page is about to go: the hook has written at every press', () => {
    add(EMPTY, '1', true);
    sent.length = 0;
    relay.leaving();
    stored = HELD;
    relay.leaving();
    expect(sent).toEqual([{ type: 'journal', session: 'name-1', address, journal: HELD, hasTaken: true }]);
    for (stored of ['nonsense', { keys: 1 }, null]) relay.leaving();
    stored = HELD;
    open.delete('1');
    relay.leaving();
    expect(sent).toHaveLength(1);
  });

  it('wait when the background is behind, the newest alone', async () => {
    for (let x = 0; x < 10; x++) add({ ...HELD, x });
    expect(sent).toHaveLength(MAX_UNANSWERED);
    await answered();
    expect(sent).toHaveLength(MAX_UNANSWERED + 1);
    expect(sent.at(-1)).toMatchObject({ journal: { x: 9 } });
  });

  it('are not begun for a connection that is closed or unknown', () => {
    add(HELD, '9');
    expect([sent, asked]).toEqual([[], []]);
  });

  it('are those of a wall of monitors at most; one that is closed makes room', () => {
    open = new Set(Array.from({ length: MAX_JOURNALS + 2 }, (_, index) => `${index}`));
    for (const connection of open) add(HELD, connection);
    expect(asked).toHaveLength(MAX_JOURNALS);
    open.delete('3');
    add(HELD, `${MAX_JOURNALS}`);
    expect(asked).toHaveLength(MAX_JOURNALS + 1);
  });
});
