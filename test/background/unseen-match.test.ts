import { describe, expect, test } from 'vitest';
import {
  type DocumentSockets,
  MAX_DELAY_MS,
  type SocketRequest,
  unmatched,
} from '../../src/background/unseen-match.ts';

const at = (atMs: number, change: Partial<SocketRequest> = {}): SocketRequest => ({
  requestId: String(atMs),
  frameId: 0,
  documentId: 'a',
  host: 'lab.example',
  atMs,
  failed: false,
  ...change,
});
const page = (...opened: readonly number[]): DocumentSockets => ({
  frameId: 0,
  documentId: 'a',
  isAbout: false,
  sinceMs: 1_000_000,
  opened,
});
const T = 2_000_000;
const unseen = (requests: readonly SocketRequest[], document: DocumentSockets) =>
  unmatched(requests, document).map(({ atMs }) => atMs - T);

describe('a connection is seen', () => {
  test('when the hook told of a socket at that moment', () => {
    expect(unseen([at(T + 3)], page(T))).toEqual([]);
  });

  test('when clocks are rounded', () => {
    expect(unseen([at(T)], page(T + 100))).toEqual([]);
  });

  test('when the browser kept it back after many that failed', () => {
    expect(unseen([at(T, { failed: true }), at(T + 60_000)], page(T - 1, T + 10))).toEqual([]);
  });

  test('by one socket each, so that one socket does not stand for a worker’s as well', () => {
    expect(unseen([at(T), at(T + 40)], page(T))).toEqual([40]);
  });

  test('by the socket nearest to it, so that the right one is named', () => {
    expect(unseen([at(T), at(T + 5000)], page(T + 5000))).toEqual([0]);
  });
});

describe('a connection is unseen', () => {
  test('when no socket was told of', () => {
    expect(unseen([at(T)], page())).toEqual([0]);
  });

  test('when the only socket is one that never came to the network, long ago', () => {
    expect(unseen([at(T)], page(T - MAX_DELAY_MS - 1))).toEqual([0]);
  });

  test('when a frame was used before our scripts ran in it', () => {
    const frame = { ...page(), documentId: 'srcdoc', isAbout: true, sinceMs: T - 5 };
    expect(unseen([at(T, { documentId: 'initial' })], frame)).toEqual([0]);
  });
});

describe('nothing is said about a connection', () => {
  test('of a document that is gone', () => {
    expect(unseen([at(T)], { ...page(), documentId: 'next' })).toEqual([]);
  });

  test('of a worker whose document is gone, where the browser does not name it', () => {
    expect(unseen([at(T, { documentId: null })], { ...page(), sinceMs: T + 1000 })).toEqual([]);
  });

  test('that did not come about', () => {
    expect(unseen([at(T, { failed: true })], page())).toEqual([]);
  });
});
