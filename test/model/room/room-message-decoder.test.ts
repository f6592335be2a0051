import { anything, assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { fromMemberDecoder } from '../../../src/model/room/from-member-decoder.ts';
import { fromRelayDecoder } from '../../../src/model/room/from-relay-decoder.ts';
import { MAX_BOX, MAX_MEMBERS, MAX_SHOWN } from '../../../src/model/room/room-limits.ts';
import type { FromMember, FromRelay } from '../../../src/model/room/room-message.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const id = 'a'.repeat(22);
const hello: FromMember = {
  type: 'hello',
  version: 1,
  room: id,
  token: 'a.b.c',
  signKey: 'AAAA',
  wrapKey: 'BBBB',
  proof: 'CCCC',
  card: '',
  resume: null,
};
const say: FromMember = { type: 'say', to: null, keyEpoch: 1, seq: 0, box: 'AAAA' };
const wrapped = [{ to: id, box: 'AAAA' }];

const memberMessages: readonly FromMember[] = [
  hello,
  { ...hello, resume: 'AAAA', card: 'AAAA' },
  say,
  { ...say, to: id },
  { type: 'show', keyEpoch: 1, seq: 0, box: 'AAAA' },
  { type: 'keys', keyEpoch: 1, wrapped, signature: 'AA' },
  { type: 'lock', command: { type: 'request' } },
  { type: 'lock', command: { type: 'renew', epoch: 1, nonce: 2, idleMs: 3, unacknowledged: 4 } },
  { type: 'lock', command: { type: 'deny', member: id, reason: 'acquiring' } },
  { type: 'admit', member: id },
  { type: 'turn-away', member: id },
  { type: 'kick', member: id },
  { type: 'give-role', member: id, role: 'trainer' },
  { type: 'invite', role: 'observer', lifeMs: 60_000, uses: 0, lobby: true },
  { type: 'end-room' },
  { type: 'leave' },
];

const roster = {
  keyEpoch: 1,
  members: [
    {
      id,
      role: 'owner',
      signKey: 'AAAA',
      wrapKey: 'BBBB',
      proof: 'CCCC',
      card: '',
      order: 0,
      isPresent: true,
    },
  ],
} as const;
const lock = {
  seq: 1,
  epoch: 1,
  phase: { type: 'draining', from: id, to: null, cause: 'expired', leftMs: 1.5 },
  queue: [{ member: id, waitingMs: 0, leftMs: 1 }],
  idlePassMs: null,
  keepsIdle: false,
  mayStillExecute: null,
} as const;
const shown = { from: id, keyEpoch: 1, seq: 0, box: 'AAAA' };
const relayMessages: readonly FromRelay[] = [
  { type: 'welcome', self: id, resume: 'AAAA', roster, lock, turn: null },
  {
    type: 'welcome',
    self: id,
    resume: 'AAAA',
    roster,
    lock,
    turn: { urls: ['turn:a'], username: 'b', credential: 'c=' },
  },
  { type: 'lobby' },
  { type: 'roster', roster },
  { type: 'knocking', members: roster.members },
  { type: 'lock', view: lock },
  { type: 'renewed', epoch: 1, nonce: 2 },
  { type: 'denied', by: id, reason: 'not-now' },
  { type: 'lock-refused', command: 'take', reason: 'role' },
  { type: 'keys', from: id, keyEpoch: 1, wrapped, signature: 'AA' },
  { type: 'said', from: id, keyEpoch: 1, seq: 0, box: 'AAAA' },
  { type: 'shown', entries: [shown, { ...shown, seq: 1 }] },
  { type: 'invited', token: 'a.b.c', role: 'observer' },
  { type: 'refused', request: 'lock', reason: 'storage' },
  { type: 'bye', reason: 'flood' },
];

const isRead = (input: unknown) => run(fromMemberDecoder, input).ok;

describe('messages of a room', () => {
  test.each(memberMessages)('a member may say $type, and it is read as it was meant', (message) => {
    expect(run(fromMemberDecoder, JSON.parse(JSON.stringify(message)))).toEqual({ ok: true, value: message });
  });

  test.each(relayMessages)('a relay may say $type, and it is read as it was meant', (message) => {
    expect(run(fromRelayDecoder, JSON.parse(JSON.stringify(message)))).toEqual({ ok: true, value: message });
  });

  test('with a field too many, or one too few, are not read', () => {
    for (const message of memberMessages) {
      expect(isRead({ ...message, more: 1 })).toBe(false);
      for (const name of Object.keys(message)) {
        const { [name]: _, ...rest } = message as Readonly<Record<string, unknown>>;
        expect([message.type, name, isRead(rest)]).toEqual([message.type, name, false]);
      }
    }
  });

  test.each([
    ['a counter that is no whole number', { ...say, seq: 1.5 }],
    ['a counter below zero', { ...say, seq: -1 }],
    ['a counter that cannot be counted', { ...say, seq: 2 ** 53 }],
    ['a box that is too long', { ...say, box: 'A'.repeat(MAX_BOX + 1) }],
    ['a box with padding', { ...say, box: 'AA==' }],
    ['a box that is none', { ...say, box: '' }],
    ['an id with another length', { ...say, to: id.slice(1) }],
    ['an id that is a path', { ...say, to: '../../../../etc/passwd' }],
    ['a token with spaces', { ...hello, token: 'a. b.c' }],
    ['another version', { ...hello, version: 2 }],
    ['a role that there is not', { type: 'give-role', member: id, role: '__proto__' }],
    [
      'more wrapped keys than members',
      {
        type: 'keys',
        keyEpoch: 1,
        wrapped: Array.from({ length: MAX_MEMBERS + 1 }, () => wrapped[0]),
        signature: 'AA',
      },
    ],
    ['an invite for ever', { type: 'invite', role: 'observer', lifeMs: 1e15, uses: 0, lobby: true }],
    ['a type that an object inherits', { type: 'constructor' }],
    ['a list', []],
  ])('with %s are not read', (_name, input) => {
    expect(isRead(input)).toBe(false);
  });

  test.each([
    ['more entries than a relay gathers', Array.from({ length: MAX_SHOWN + 1 }, () => shown)],
    ['one entry that is wrong among good ones', [shown, { ...shown, seq: -1 }, shown]],
    ['an entry with a field too many', [shown, { ...shown, to: id }]],
    ['an entry that is none', [shown, null]],
    ['no list', shown],
  ])('a relay that shows %s is read in no part', (_name, entries) => {
    expect(run(fromRelayDecoder, { type: 'shown', entries }).ok).toBe(false);
  });

  test('a relay may show as much at once as it gathers', () => {
    const entries = Array.from({ length: MAX_SHOWN }, () => shown);
    expect(run(fromRelayDecoder, { type: 'shown', entries }).ok).toBe(true);
  });

  test('whatever comes in, reading does not throw', () => {
    assert(
      property(anything(), (input) => {
        run(fromMemberDecoder, input);
        run(fromRelayDecoder, input);
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});
