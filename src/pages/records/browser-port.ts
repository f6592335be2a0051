import type { Browser } from 'webextension-polyfill';
import { sha256 } from '../../driver/sha256.ts';
import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromPages } from '../../model/port/extension-message.ts';
import { modelTakenDecoder } from '../../model/port/report-message-decoder.ts';
import { recordLinesDecoder, recordListDecoder } from '../../model/record/recorded-session.ts';
import { keptSessionDecoder, ratedSessionsDecoder } from '../../model/report/kept-session.ts';
import { traceListDecoder, tracePiecesDecoder } from '../../model/trace/stored-trace.ts';
import { saveFile } from '../save-file.ts';
import type { RecordsPort } from './records-port.ts';

/** The page's port on a real browser. */
export function browserPort(runtime: Pick<Browser['runtime'], 'sendMessage'>): RecordsPort {
  const ask = async <T>(message: FromPages, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer: unknown = await runtime.sendMessage(message).catch(() => undefined);
    const result = run(decoder, answer);
    return result.ok ? result.value : undefined;
  };
  return {
    list: () => ask({ type: 'records' }, recordListDecoder),
    lines: async (session, from) =>
      (await ask({ type: 'record-lines', session, from }, recordLinesDecoder))?.lines,
    traces: async () =>
      (await ask({ type: 'traces' }, traceListDecoder))?.traces.map(({ session }) => session),
    tracePieces: async (session, from) =>
      (await ask({ type: 'trace-pieces', session, from }, tracePiecesDecoder))?.pieces,
    kept: (session, afterAtMs) => ask({ type: 'kept-session', session, afterAtMs }, keptSessionDecoder),
    rate: async (session, rating) =>
      (await ask({ type: 'rate-session', session, rating }, modelTakenDecoder))?.taken,
    rated: () => ask({ type: 'rated-sessions' }, ratedSessionsDecoder),
    remove: (sessions) => ask({ type: 'delete-records', sessions }, recordListDecoder),
    hash: sha256,
    wallMs: () => Date.now(),
    save: saveFile,
  };
}
