import type { GuardEffect } from '../gate/outcome.ts';
import { Guard } from '../guard.ts';
import type { Bin } from '../measure/bin.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';
import type { RecordEntry } from '../record/record-event.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import {
  RECT_NUMBERS,
  type TraceCall,
  type TracedEvent,
  type TracedInstrument,
  type TracedJournal,
  type TracedMessage,
} from './trace-line.ts';

/** What the guard said when the calls of a trace were made again. */
export interface Replayed {
  /** The record's facts, with the times at which they were told. */
  readonly entries: readonly RecordEntry[];
  readonly bins: readonly Bin[];
  /** Lines that are missing from the trace, which makes all after them doubtful. */
  readonly lost: number;
  /** How the trace ends: with its connection, at its limit, or cut off. */
  readonly end: 'closed' | 'full' | 'open';
}

/** Keysyms that stand for slots: none that X11 has, so that none is a modifier, a lock key or marked. */
const SLOT_KEYSYM = 0x2000_0000;
const NONCE_BYTES = 16;
const KEY_BYTES = { plain: 8, scanCode: 12 } as const;
const POINTER_BYTES = { plain: 6, extended: 7 } as const;
/** A profile for somewhere else: it makes the instrument an unknown one. */
const ELSEWHERE = 'elsewhere.invalid';

/**
 * Makes the calls of a trace again, at the very same guard.
 * @example replay(trace.calls).entries.filter(({ event }) => event.type === 'state')
 */
export function replay(calls: readonly TraceCall[]): Replayed {
  const entries: RecordEntry[] = [];
  const bins: Bin[] = [];
  const keysyms = namedKeys(calls);
  let guard: Guard | null = null;
  let wallAheadMs = 0;
  let lost = 0;
  let end: Replayed['end'] = 'open';
  for (const call of calls) {
    if (call.type === 'gap') lost += call.lost;
    if (call.type === 'full' || call.type === 'closed') end = call.type;
    if (call.type === 'begin') {
      guard = began(call);
      wallAheadMs = call.wallMs - call.atMs;
    } else if (guard !== null && 'atMs' in call) {
      for (const effect of made(guard, call, keysyms.get(call) ?? null)) {
        if (effect.type === 'bin') bins.push(effect.bin);
        if (effect.type === 'record') {
          entries.push({ atMs: call.atMs, wallMs: wallAheadMs + call.atMs, event: effect.event });
        }
      }
    }
  }
  return { entries, bins, lost, end };
}

type TimedCall = Exclude<TraceCall, { readonly type: 'begin' | 'named' | 'gap' | 'full' }>;

function began({ atMs, policy, instrument, journal }: Extract<TraceCall, { type: 'begin' }>): Guard {
  let nonces = 0;
  return new Guard({
    connection: 'replay',
    policy,
    profiles: profilesOf(instrument),
    socketHost: '',
    journal: journal === null ? null : withSlots(journal),
    nowMs: atMs,
    randomNonce: () => nonceOf(nonces++),
  });
}

/** Makes one call; what the guard wants done. */
function made(guard: Guard, call: TimedCall, keysym: number | null): readonly GuardEffect[] {
  const { atMs } = call;
  switch (call.type) {
    case 'key':
    case 'pointer':
    case 'client':
      return guard.client(messageOf(call, keysym), { eventAgeMs: call.ageMs }, atMs).effects;
    case 'rects':
      return rectsOf(call.numbers).flatMap((rect) => guard.server(rect, atMs).effects);
    case 'server':
      return guard.server(eventOf(call.event), atMs).effects;
    case 'bytes':
      guard.serverBytes(call.bytes, atMs);
      return [];
    case 'client-lost':
      return guard.clientLost(call.reason, atMs);
    case 'policy':
      return guard.setPolicy(call.policy, atMs);
    case 'instrument':
      return guard.setProfiles(profilesOf(call.instrument), atMs);
    case 'command':
      return guard.command(call.command, atMs);
    case 'seat':
      return guard.order(call.order, atMs);
    case 'inherit':
      return guard.inherit(withSlots(call.journal), atMs);
    case 'interfered':
      return guard.setInterfered(call.is, atMs);
    case 'visible':
      return guard.setVisible(call.is, atMs);
    case 'tick':
      return guard.tick(atMs);
    case 'snapshot':
      guard.snapshot(atMs);
      return [];
    case 'fault':
      return guard.fault(atMs);
    case 'detached':
      return guard.detached(atMs);
    case 'blurred':
      return guard.blurred(atMs);
    case 'closing':
      return guard.closing(atMs);
    case 'closed':
      return guard.closed(atMs);
  }
}

/** The keysym of every key message; what became known of a slot holds since the slot's key went down. */
function namedKeys(calls: readonly TraceCall[]): ReadonlyMap<TraceCall, number> {
  const keysyms = new Map<TraceCall, number>();
  const since = new Map<number, TraceCall[]>();
  const named = new Map<number, number>();
  for (const call of calls) {
    if (call.type === 'named') {
      named.set(call.slot, call.keysym);
      for (const earlier of since.get(call.slot) ?? []) keysyms.set(earlier, call.keysym);
    }
    if (call.type !== 'key') continue;
    if (typeof call.key === 'number' && call.act === 'fresh') {
      since.set(call.key, []);
      named.delete(call.key);
    }
    if (typeof call.key === 'number' && call.key > 0) since.get(call.key)?.push(call);
    keysyms.set(call, keysymOf(call.key, named));
  }
  return keysyms;
}

function keysymOf(
  key: Extract<TraceCall, { type: 'key' }>['key'],
  named: ReadonlyMap<number, number>,
): number {
  if (typeof key !== 'number') return key.keysym;
  return key === 0 ? 0 : (named.get(key) ?? SLOT_KEYSYM + key);
}

function messageOf(
  call: Extract<TraceCall, { type: 'key' | 'pointer' | 'client' }>,
  keysym: number | null,
): ClientMessage {
  switch (call.type) {
    case 'key': {
      const bytes = call.code === null ? KEY_BYTES.plain : KEY_BYTES.scanCode;
      const down = call.act !== 'up';
      return { type: 'key', ...span(bytes), down, keysym: keysym ?? 0, keycode: call.code };
    }
    case 'pointer': {
      const { buttonMask, x, y, extended } = call;
      const bytes = extended ? POINTER_BYTES.extended : POINTER_BYTES.plain;
      return { type: 'pointer', ...span(bytes), buttonMask, x, y, extended };
    }
    case 'client':
      return clientMessageOf(call.message);
  }
}

/** What the guard does not look at is made up. */
function clientMessageOf(message: TracedMessage): ClientMessage {
  const place = { x: 0, y: 0, width: 0, height: 0 };
  switch (message.kind) {
    case 'set-pixel-format':
      return { type: message.kind, ...span(20), format: FORMAT };
    case 'continuous-updates':
      return { type: message.kind, ...span(10), enable: true, ...place };
    case 'fence':
      return { type: message.kind, ...span(9), flags: 0, payload: new Uint8Array(0) };
    case 'set-desktop-size':
      return { type: message.kind, ...span(24), width: 0, height: 0 };
    case 'qemu-audio':
      return { type: message.kind, ...span(4), operation: 0 };
    case 'set-encodings':
      return { type: message.kind, ...span(4), encodings: message.encodings };
    case 'update-request':
      return { type: message.kind, ...span(10), incremental: message.incremental, ...place };
    case 'cut-text':
      return { type: message.kind, ...span(message.bytes), textBytes: message.bytes };
    case 'clipboard':
      return { type: message.kind, ...span(message.bytes), action: message.action, flags: 0 };
    case 'xvp':
      return { type: message.kind, ...span(message.bytes), action: message.action };
  }
}

function eventOf(event: TracedEvent): ServerEvent {
  switch (event.kind) {
    case 'server-init': {
      const { kind: type, version, securityType, width, height, server } = event;
      return { type, ...span(0), version, securityType, width, height, format: FORMAT, name: server };
    }
    case 'handshake-failed':
      return { type: event.kind, ...span(0), reason: '' };
    case 'update-start':
      return { type: event.kind, startByte: 0, rects: event.rects };
    case 'update-end':
      return { type: event.kind, ...span(event.bytes), rects: 0 };
    case 'colour-map':
    case 'bell':
    case 'end-of-continuous-updates':
      return { type: event.kind, ...span(0) };
    case 'xvp':
      return { type: event.kind, ...span(0), action: 0 };
    case 'cut-text':
      return { type: event.kind, ...span(event.textBytes), textBytes: event.textBytes };
    case 'clipboard':
      return { type: event.kind, ...span(event.bytes), action: event.action, flags: event.flags };
    case 'fence': {
      const payload = event.nonce === null ? new Uint8Array(0) : nonceOf(event.nonce);
      return { type: event.kind, ...span(event.bytes), flags: event.flags, payload };
    }
    case 'desync':
      return { type: event.kind, offsetBytes: 0, reason: event.reason, value: 0 };
  }
}

function rectsOf(numbers: readonly number[]): readonly ServerEvent[] {
  const rects: ServerEvent[] = [];
  for (let at = 0; at + RECT_NUMBERS <= numbers.length; at += RECT_NUMBERS) {
    const [x = 0, y = 0, width = 0, height = 0, encoding = 0] = numbers.slice(at, at + RECT_NUMBERS);
    rects.push({ type: 'rect', startByte: 0, x, y, width, height, encoding });
  }
  return rects;
}

const FORMAT = {
  bitsPerPixel: 32,
  depth: 24,
  trueColour: true,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
} as const;

const SOMEWHERE_ELSE: InstrumentProfile = {
  version: 1,
  name: '',
  binding: { portal: '', socketHost: ELSEWHERE },
  framebuffer: { width: 1, height: 1 },
  regions: [],
  keys: [],
  thresholds: { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null },
};

/** Profiles of which one without a host, as the replayed connection is, chooses the one that was in force. */
function profilesOf(instrument: TracedInstrument): readonly InstrumentProfile[] {
  if (instrument === 'none') return [];
  if (instrument === 'unknown') return [SOMEWHERE_ELSE];
  return [{ ...instrument, binding: { portal: '', socketHost: '' } }];
}

function withSlots({ scanCodes, buttonMask, x, y }: TracedJournal) {
  const keys = scanCodes.map((isScanCode, index) => ({
    keysym: SLOT_KEYSYM + index,
    keycode: isScanCode ? index : null,
  }));
  return { keys, buttonMask, x, y };
}

/** Different for every probe, as random ones are. */
function nonceOf(index: number): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  new DataView(nonce.buffer).setFloat64(0, index + 1);
  return nonce;
}

function span(bytes: number) {
  return { startByte: 0, endByte: bytes };
}
