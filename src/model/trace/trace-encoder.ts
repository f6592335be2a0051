import type { TraceCall, TracedEvent, TracedKey, TracedMessage, TraceHeader } from './trace-line.ts';

/** The tags of calls that have nothing but their time. */
export const PLAIN_TAGS = {
  tick: 't',
  snapshot: 's',
  fault: 'fault',
  detached: 'detached',
  blurred: 'blurred',
  closing: 'closing',
  closed: 'closed',
} as const;

export function encodeHeader({ format, version, extension, browser, wallMs }: TraceHeader): string {
  return JSON.stringify({ format, version, extension, browser, wallMs });
}

/**
 * One line of a trace: a JSON list, its first element says what kind. Times print so that they read back as the very
 * same numbers.
 * @example encodeCall({ type: 'tick', atMs: 1234.5 }) // ["t",1234.5]
 */
export function encodeCall(call: TraceCall): string {
  return JSON.stringify(fields(call));
}

function fields(call: TraceCall): readonly unknown[] {
  switch (call.type) {
    case 'begin':
      return ['begin', call.atMs, call.wallMs, call.policy, call.instrument, call.journal];
    case 'key': {
      const act = call.act === 'up' ? 0 : call.act === 'down' ? 1 : 2;
      return ['k', call.atMs, act, keyField(call.key), call.code, call.ageMs];
    }
    case 'named':
      return ['named', call.slot, hex(call.keysym)];
    case 'pointer':
      return [call.extended ? 'P' : 'p', call.atMs, call.buttonMask, call.x, call.y, call.ageMs];
    case 'client':
      return ['c', call.atMs, call.message.kind, call.ageMs, ...messageFields(call.message)];
    case 'rects':
      return ['r', call.atMs, call.numbers];
    case 'server':
      return ['m', call.atMs, call.event.kind, ...eventFields(call.event)];
    case 'bytes':
      return ['b', call.atMs, call.bytes];
    case 'client-lost':
      return ['client-lost', call.atMs, call.reason];
    case 'policy':
      return ['policy', call.atMs, call.policy];
    case 'instrument':
      return ['instrument', call.atMs, call.instrument];
    case 'command':
      return ['command', call.atMs, call.command];
    case 'seat':
      return ['seat', call.atMs, call.order];
    case 'inherit':
      return ['inherit', call.atMs, call.journal];
    case 'interfered':
    case 'visible':
      return [call.type, call.atMs, call.is];
    case 'tick':
    case 'snapshot':
    case 'fault':
    case 'detached':
    case 'blurred':
    case 'closing':
    case 'closed':
      return [PLAIN_TAGS[call.type], call.atMs];
    case 'gap':
      return ['gap', call.lost];
    case 'full':
      return ['end', 'full'];
  }
}

function messageFields(message: TracedMessage): readonly unknown[] {
  switch (message.kind) {
    case 'set-encodings':
      return [message.encodings];
    case 'update-request':
      return [message.incremental];
    case 'cut-text':
      return [message.bytes];
    case 'clipboard':
    case 'xvp':
      return [message.action, message.bytes];
    default:
      return [];
  }
}

function eventFields(event: TracedEvent): readonly unknown[] {
  switch (event.kind) {
    case 'update-start':
      return [event.rects];
    case 'server-init':
      return [event.version, event.securityType, event.width, event.height, event.server];
    case 'update-end':
      return [event.bytes];
    case 'cut-text':
      return [event.textBytes];
    case 'clipboard':
      return [event.action, event.flags, event.bytes];
    case 'fence':
      return [event.flags, event.nonce, event.bytes];
    case 'desync':
      return [event.reason];
    default:
      return [];
  }
}

function keyField(key: TracedKey): number | string {
  return typeof key === 'number' ? key : hex(key.keysym);
}

function hex(keysym: number): string {
  return keysym.toString(16);
}
