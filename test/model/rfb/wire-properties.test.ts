import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ENCODINGS } from '../../../src/model/rfb/limits.ts';
import type { ClientEvent, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { INTERNAL_ERROR_VALUE, Wire } from '../../../src/model/rfb/wire.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';
import * as rfb from '../../support/rfb-bytes.ts';
import * as server from '../../support/rfb-server-bytes.ts';
import { chopTurns, hear, joinTurns } from './session.ts';

const { fromClient, fromServer, SECURITY_TURNS } = rfb;

// Sessions are put together from ready-made turns, so that a run costs little more than reading them.

const HANDSHAKES: readonly (readonly rfb.Turn[])[] = [
  rfb.openSession(),
  rfb.openSession({ name: 'é'.repeat(600) }),
  [...rfb.opening([2], 2, '003.003'), ...SECURITY_TURNS.vncAuth, rfb.resultOk(), ...rfb.init()],
  [...rfb.opening([1], 1, '003.007'), ...rfb.init()],
  [...rfb.opening([6], 6), ...SECURITY_TURNS.ra2ne, rfb.resultOk(), ...rfb.init()],
  [...rfb.opening([16], 16), ...SECURITY_TURNS.tightVnc, rfb.resultOk(), ...rfb.init({ tight: [1, 2, 3] })],
  [...rfb.opening([19, 2], 19), ...SECURITY_TURNS.veNCryptPlain, rfb.resultOk(), ...rfb.init()],
  [...rfb.opening([22], 22), ...SECURITY_TURNS.xvp, rfb.resultOk(), ...rfb.init()],
  [...rfb.opening([30], 30), ...SECURITY_TURNS.ard, rfb.resultOk(), ...rfb.init()],
  [...rfb.opening([113], 113), ...SECURITY_TURNS.msLogonII, rfb.refusal('no')],
];

const AREA = { x: 1, y: 2, width: 19, height: 17 };
const PIXEL_16 = { pixel: 2, tightPixel: 2 } as const;

const MESSAGES: readonly rfb.Turn[] = [
  rfb.firstMessages(),
  fromClient(rfb.setPixelFormat(rfb.FORMAT_16)),
  fromClient(rfb.setPixelFormat(rfb.FORMAT_32)),
  fromClient(rfb.setEncodings([0, 1, -316])),
  fromClient(rfb.updateRequest(true, [0, 0, 9, 9])),
  fromClient(rfb.key(true, 0xffe1)),
  fromClient(rfb.qemuKey(false, 0x61, 30)),
  fromClient(rfb.qemuAudio(2)),
  fromClient(rfb.pointer(1, 5, 6)),
  fromClient(rfb.extendedPointer(0x101, 5, 6), rfb.pointer(0, 5, 6)),
  fromClient(rfb.clientCutText([]), rfb.key(true, 1)),
  fromClient(rfb.clientCutText(server.noise(700))),
  fromClient(rfb.clientClipboard(0x10000001, server.noise(60))),
  fromClient(rfb.clientFence(3, server.noise(16))),
  fromClient(rfb.continuousUpdates(true, [0, 0, 9, 9])),
  fromClient(rfb.setDesktopSize(100, 100, 3)),
  fromClient(rfb.clientXvp(2)),
  fromServer(server.update([server.extendedMouseButtons(), server.extendedDesktopSize(AREA, 2)])),
  fromServer(server.update([server.raw(AREA), server.copyRect(AREA)])),
  fromServer(server.update([server.raw(AREA, PIXEL_16)])),
  fromServer(server.openUpdate([server.tightFill(AREA), server.zrle(AREA, server.noise(90))])),
  fromServer(server.update([server.jpeg(AREA), server.cursor(AREA)])),
  fromServer(server.fence(0x80000001, server.noise(16))),
  fromServer(server.clipboard(0x08000001)),
  fromServer(server.cutText(300), server.bell()),
  fromServer(server.endOfContinuousUpdates(), server.xvp(1)),
];

const arbitrarySession: fc.Arbitrary<rfb.Turn[]> = fc
  .tuple(fc.nat(HANDSHAKES.length - 1), fc.array(fc.nat(MESSAGES.length - 1), { maxLength: 10 }))
  .map(([handshake, messages]) => [
    ...(HANDSHAKES[handshake] ?? []),
    ...messages.flatMap((index) => MESSAGES[index] ?? []),
  ]);

const arbitrarySizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

/** Places (as a share of the whole) and what is put there. */
const arbitraryDamage = fc.array(fc.tuple(fc.nat(0xffff), fc.nat(255), fc.nat(3)), {
  minLength: 1,
  maxLength: 4,
});

function damaged(
  turns: readonly rfb.Turn[],
  damage: readonly (readonly [number, number, number])[],
): rfb.Turn[] {
  const copies = turns.map(({ from, bytes }): { from: rfb.Turn['from']; bytes: Uint8Array } => ({
    from,
    bytes: bytes.slice(),
  }));
  for (const [place, byte, way] of damage) {
    const turn = copies[place % copies.length];
    if (turn === undefined) continue;
    const at = Math.floor(place / copies.length) % (turn.bytes.length || 1);
    // Change a byte, make a U32 huge, cut the turn short, or say it twice.
    if (way === 0) turn.bytes[at] = byte;
    if (way === 1) turn.bytes.fill(0xff, at, at + 4);
    if (way === 2) turn.bytes = turn.bytes.slice(0, at);
    if (way === 3) turn.bytes = server.join(turn.bytes, turn.bytes);
  }
  return copies;
}

/** What must hold for every stream, legal or not. */
function checkInvariants(turns: readonly rfb.Turn[]): void {
  const wire = new Wire();
  const seen = { server: 0, client: 0 };
  const ended = { server: false, client: false };
  for (const { from, bytes } of turns) {
    const events: readonly (ServerEvent | ClientEvent)[] = wire[from](bytes);
    seen[from] += bytes.length;
    if (ended[from] && events.length > 0) throw new Error('an event after a desync');
    if (events.length > bytes.length + 2) throw new Error('more events than bytes');
    for (const event of events) {
      if (ended[from]) throw new Error('an event after a desync');
      ended[from] = event.type === 'desync';
      checkEvent(event, seen[from]);
    }
  }
  if (wire.serverBytes !== seen.server || wire.clientBytes !== seen.client)
    throw new Error('bytes miscounted');
  checkUndecided(wire.serverUndecidedFromByte, seen.server, 73);
  checkUndecided(wire.clientUndecidedFromByte, seen.client, 4 + 4 * MAX_ENCODINGS);
  if ((ended.server || ended.client) && wire.phase !== 'lost') throw new Error('lost, but does not say so');
}

function checkEvent(event: ServerEvent | ClientEvent, seenBytes: number): void {
  const startByte = event.type === 'desync' ? event.offsetBytes : event.startByte;
  if (!(startByte >= 0 && startByte <= seenBytes)) throw new Error(`${event.type} at ${startByte}`);
  if ('endByte' in event && !(event.endByte > startByte))
    throw new Error(`${event.type} ends before it starts`);
  if (event.type === 'set-encodings' && event.encodings.length > MAX_ENCODINGS)
    throw new Error('too much kept');
  if (event.type === 'fence' && event.payload.buffer.byteLength > 64)
    throw new Error('a payload was not copied');
  if (
    event.type === 'desync' &&
    event.reason === 'bad-encoding-data' &&
    event.value === INTERNAL_ERROR_VALUE
  ) {
    throw new Error('the parser threw');
  }
}

function checkUndecided(fromByte: number | null, seenBytes: number, mostBytes: number): void {
  if (fromByte === null) return;
  const bytes = seenBytes - fromByte;
  if (!(bytes > 0 && bytes <= mostBytes)) throw new Error(`${bytes} bytes undecided`);
}

const sameEvents = (a: readonly rfb.Turn[], b: readonly rfb.Turn[]): void => {
  const [left, right] = [hear(a), hear(b)];
  if (isDeepStrictEqual([left.server, left.client], [right.server, right.client])) return;
  expect([right.server, right.client]).toEqual([left.server, left.client]);
};

// Comparing costs more than reading, so the comparing properties get a smaller share.
const allRuns = { numRuns: PROPERTY_RUNS };
const half = { numRuns: Math.ceil(PROPERTY_RUNS / 2) };
const quarter = { numRuns: Math.ceil(PROPERTY_RUNS / 4) };

describe('any chopping of a session', () => {
  it('gives the same events at the same places', () => {
    fc.assert(
      fc.property(arbitrarySession, arbitrarySizes, (turns, sizes) => {
        sameEvents(joinTurns(turns), chopTurns(turns, sizes));
      }),
      quarter,
    );
  });

  it('gives the same events when the session is damaged', () => {
    fc.assert(
      fc.property(arbitrarySession, arbitraryDamage, arbitrarySizes, (turns, damage, sizes) => {
        const session = damaged(turns, damage);
        sameEvents(session, chopTurns(session, sizes));
      }),
      quarter,
    );
  });
});

describe('bytes of any kind', () => {
  it('in a damaged session never throw, and never keep more than the limits', () => {
    fc.assert(
      fc.property(arbitrarySession, arbitraryDamage, arbitrarySizes, (turns, damage, sizes) => {
        checkInvariants(chopTurns(damaged(turns, damage), sizes));
      }),
      allRuns,
    );
  });

  it('after the handshake never throw, and never keep more than the limits', () => {
    const open = rfb.openSession();
    const noise = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), noise), { maxLength: 6 }), (chunks) => {
        const rest = chunks.map(([up, bytes]): rfb.Turn => ({ from: up ? 'client' : 'server', bytes }));
        checkInvariants([...open, ...rest]);
      }),
      half,
    );
  });

  it('from the first one on never throw, and never keep more than the limits', () => {
    const noise = fc.uint8Array({ maxLength: 40 });
    const greeting = [fromServer(rfb.version('003.008')), fromClient(rfb.version('003.008'))];
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.tuple(fc.boolean(), noise), { maxLength: 8 }),
        (greeted, chunks) => {
          const rest = chunks.map(([up, bytes]): rfb.Turn => ({ from: up ? 'client' : 'server', bytes }));
          checkInvariants([...(greeted ? greeting : []), ...rest]);
        },
      ),
      half,
    );
  });
});

it('lengths of 4 GiB take no memory', () => {
  const huge = [0xff, 0xff, 0xff, 0xff];
  const claims = [
    [...rfb.opening([], null), fromServer(huge)],
    [
      ...rfb.opening([1], 1),
      rfb.resultOk(),
      fromClient([1]),
      fromServer(rfb.init()[1]!.bytes.slice(0, 20), huge),
    ],
    [...rfb.openSession(), fromClient([6, 0, 0, 0, 0x0f], huge)],
    [...rfb.openSession(), fromClient([2, 0, 0xff, 0xff])],
    [...rfb.openSession(), fromServer([3, 0, 0, 0], huge)],
    [...rfb.openSession(), fromServer([0, 0, 0xff, 0xff], server.rect({ ...AREA, width: 65535 }, 2, huge))],
  ];
  const before = process.memoryUsage().arrayBuffers;
  const kept = claims.flatMap((turns) => Array.from({ length: 100 }, () => hear(turns)));
  const bytesEach = (process.memoryUsage().arrayBuffers - before) / kept.length;
  // Two carries of 512 bytes, a text of 1 KiB, and the test's own copies.
  expect(bytesEach).toBeLessThan(8192);
});
