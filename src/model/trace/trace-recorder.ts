import type { GuardCommand } from '../gate/command.ts';
import type { Journal } from '../gate/journal.ts';
import type { ServerOutcome } from '../gate/outcome.ts';
import type { GuardOptions } from '../guard.ts';
import type { InstrumentProfile } from '../policy/instrument-profile.ts';
import { type KeyChord, parseKey } from '../policy/keys.ts';
import type { Policy } from '../policy/policy.ts';
import { chooseProfile } from '../policy/profile-binding.ts';
import type { ClientMessage, Desync, ServerEvent } from '../rfb/messages.ts';
import type { GuardingReason } from '../snapshot.ts';
import { KeySlots } from './key-slots.ts';
import { encodeCall } from './trace-encoder.ts';
import {
  MAX_RECTS,
  MAX_TRACE_CHARS,
  RECT_NUMBERS,
  type TraceCall,
  type TracedEvent,
  type TracedInstrument,
  type TracedJournal,
  type TracedMessage,
} from './trace-line.ts';

/** Probes whose reply may still come; the prober itself waits for 64. */
const MAX_NONCES = 256;
/** Names that servers give their desktops, by which the rules of the picture's quality know them (server-rules.ts). */
const SERVER = /^(?:QEMU|wayvnc)\b/i;

/**
 * Writes the calls of one guard down, as far as they change what it does: no pixels, no text, no desktop's name, no
 * keys (docs/trace.md). Lines go to the sink as they are complete.
 */
export class TraceRecorder {
  readonly #sink: (line: string) => void;
  readonly #maxChars: number;
  readonly #keys = new KeySlots();
  readonly #nonces = new Map<string, number>();
  #nextNonce = 0;
  #marked: readonly KeyChord[] = [];
  #rects: number[] = [];
  #rectsAtMs = 0;
  #chars = 0;
  #isOver = false;

  constructor(sink: (line: string) => void, maxChars = MAX_TRACE_CHARS) {
    this.#sink = sink;
    this.#maxChars = maxChars;
  }

  begin({ policy, profiles, socketHost, journal, nowMs }: GuardOptions, wallMs: number): void {
    const instrument = this.#instrument(profiles, socketHost);
    const left = journal === null ? null : withoutKeys(journal);
    this.call({ type: 'begin', atMs: nowMs, wallMs, policy, instrument, journal: left });
  }

  /** A nonce that the guard got for a probe. */
  nonce(nonce: Uint8Array): void {
    const oldest = this.#nonces.keys().next().value;
    if (this.#nonces.size >= MAX_NONCES && oldest !== undefined) this.#nonces.delete(oldest);
    this.#nonces.set(nonce.join(), this.#nextNonce);
    this.#nextNonce += 1;
  }

  client(message: ClientMessage, ageMs: number | null, atMs: number): void {
    if (message.type === 'key') {
      const { named, ...key } = this.#keys.message(message.down, message, this.#marked);
      if (named !== null) this.call({ type: 'named', ...named });
      this.call({ type: 'key', atMs, ...key, ageMs });
    } else if (message.type === 'pointer') {
      const { buttonMask, x, y, extended } = message;
      this.call({ type: 'pointer', atMs, buttonMask, x, y, extended, ageMs });
    } else this.call({ type: 'client', atMs, ageMs, message: reduced(message) });
  }

  server(event: ServerEvent, atMs: number): void {
    if (event.type !== 'rect') {
      this.call({ type: 'server', atMs, event: this.#event(event) });
      return;
    }
    if (atMs !== this.#rectsAtMs || this.#rects.length >= MAX_RECTS * RECT_NUMBERS) this.#flush();
    this.#rectsAtMs = atMs;
    this.#rects.push(event.x, event.y, event.width, event.height, event.encoding);
  }

  /** What became of a fence: the reply to a probe comes once. */
  answered(event: ServerEvent, outcome: ServerOutcome): void {
    if (outcome === 'strip' && event.type === 'fence') this.#nonces.delete(event.payload.join());
  }

  clientLost(reason: GuardingReason | Desync, atMs: number): void {
    this.call({ type: 'client-lost', atMs, reason: typeof reason === 'string' ? reason : reason.reason });
  }

  policy(policy: Policy, atMs: number): void {
    this.call({ type: 'policy', atMs, policy });
  }

  profiles(profiles: readonly InstrumentProfile[], socketHost: string, atMs: number): void {
    this.call({ type: 'instrument', atMs, instrument: this.#instrument(profiles, socketHost) });
  }

  inherit(journal: Journal, atMs: number): void {
    this.call({ type: 'inherit', atMs, journal: withoutKeys(journal) });
  }

  command(command: GuardCommand, atMs: number): void {
    this.call({ type: 'command', atMs, command });
  }

  /** Writes one call down, unless the trace is over. */
  call(call: TraceCall): void {
    this.#flush();
    this.#write(call);
    if (call.type === 'closed') this.#isOver = true;
  }

  #flush(): void {
    if (this.#rects.length === 0) return;
    const numbers = this.#rects;
    this.#rects = [];
    this.#write({ type: 'rects', atMs: this.#rectsAtMs, numbers });
  }

  #write(call: TraceCall): void {
    if (this.#isOver) return;
    const line = encodeCall(call);
    this.#chars += line.length + 1;
    this.#isOver = this.#chars > this.#maxChars;
    this.#sink(this.#isOver ? encodeCall({ type: 'full' }) : line);
  }

  #instrument(profiles: readonly InstrumentProfile[], socketHost: string): TracedInstrument {
    const { match, profile } = chooseProfile(profiles, socketHost);
    this.#marked = (profile?.keys ?? []).flatMap(({ key }) => parseKey(key) ?? []);
    if (profile === null) return match === 'unknown' ? 'unknown' : 'none';
    return { ...profile, binding: { portal: '', socketHost: '' } };
  }

  #event(event: Exclude<ServerEvent, { readonly type: 'rect' }>): TracedEvent {
    switch (event.type) {
      case 'server-init': {
        const { version, securityType, width, height } = event;
        const server = SERVER.exec(event.name)?.[0] ?? '';
        return { kind: event.type, version, securityType, width, height, server };
      }
      case 'update-start':
        return { kind: event.type, rects: event.rects };
      case 'update-end':
        return { kind: event.type, bytes: lengthOf(event) };
      case 'cut-text':
        return { kind: event.type, textBytes: event.textBytes };
      case 'clipboard':
        return { kind: event.type, action: event.action, flags: event.flags, bytes: lengthOf(event) };
      case 'fence': {
        const nonce = this.#nonces.get(event.payload.join()) ?? null;
        return { kind: event.type, flags: event.flags, nonce, bytes: lengthOf(event) };
      }
      case 'desync':
        return { kind: event.type, reason: event.reason };
      default:
        return { kind: event.type };
    }
  }
}

function reduced(message: Exclude<ClientMessage, { readonly type: 'key' | 'pointer' }>): TracedMessage {
  switch (message.type) {
    case 'set-encodings':
      return { kind: message.type, encodings: message.encodings };
    case 'update-request':
      return { kind: message.type, incremental: message.incremental };
    case 'cut-text':
      return { kind: message.type, bytes: lengthOf(message) };
    case 'clipboard':
      return { kind: message.type, action: message.action, bytes: lengthOf(message) };
    case 'xvp':
      return { kind: message.type, action: message.action, bytes: lengthOf(message) };
    default:
      return { kind: message.type };
  }
}

function withoutKeys({ keys, buttonMask, x, y }: Journal): TracedJournal {
  return { scanCodes: keys.map(({ keycode }) => keycode !== null), buttonMask, x, y };
}

function lengthOf({ startByte, endByte }: { readonly startByte: number; readonly endByte: number }): number {
  return endByte - startByte;
}
