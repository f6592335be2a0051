import { describe, expect, it } from 'vitest';
import { MAX_WHOLE_PAYLOAD_BYTES } from '../../../../src/model/rfb/encodings/rect-skipper.ts';
import * as server from '../../../support/rfb-server-bytes.ts';
import { desyncOf, isOneUpdate, readAll, readChunks } from './read-server.ts';

const area = { x: 0, y: 0, width: 64, height: 48 };
const whole = (...file: server.Bytes[]): boolean =>
  isOneUpdate(server.update([server.rect(area, 21, ...file)]));

describe('JPEG (encoding 21)', () => {
  it.each<[string, server.JpegParts]>([
    ['with tables', { tables: true, scans: [500] }],
    ['without tables, which the client remembers', { tables: false, scans: [500] }],
    ['with restarts', { tables: true, scans: [500], restarts: true }],
    ['in several scans', { tables: true, scans: [500, 0, 300] }],
    ['with fill bytes in front of markers', { tables: true, scans: [500, 20], fillBytes: 3 }],
    ['of much stuffing', { tables: true, scans: [20_000] }],
  ])('finds the end of an image %s', (_name, parts) => {
    expect(whole(server.jpegFile(parts))).toBe(true);
  });

  it('does not take an end marker inside a segment for the end', () => {
    const comment = [0xff, 0xfe, 0, 6, 0xff, 0xd9, 0xff, 0xd9];
    expect(whole([0xff, 0xd8], comment, [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])).toBe(true);
  });

  it('passes over markers that stand alone, and fill bytes between segments', () => {
    expect(whole([0xff, 0xd8, 0xff, 0x01, 0xff, 0xd0, 0xff, 0xff, 0xff, 0xfe, 0, 3, 9, 0xff, 0xd9])).toBe(
      true,
    );
  });

  it('keeps to stuffed bytes and restarts in the entropy-coded data, even behind fill bytes', () => {
    const scan = [0xff, 0xda, 0, 2, 1, 0xff, 0, 0xff, 0xd7, 2, 0xff, 0xff, 0, 3, 0xff, 0xff, 0xd0, 4];
    expect(whole([0xff, 0xd8], scan, [0xff, 0xd9])).toBe(true);
  });

  it('is there for an empty rectangle too', () => {
    const empty = { ...area, width: 0, height: 0 };
    expect(isOneUpdate(server.update([server.jpeg(empty)]))).toBe(true);
  });

  it.each([
    ['a byte that is no marker', [0xff, 0xd8, 0x12], 18, 0x12],
    ['a segment shorter than its own length', [0xff, 0xd8, 0xff, 0xfe, 0, 1], 20, 1],
    ['a stuffed byte where a marker should be', [0xff, 0xd8, 0xff, 0x00], 19, 0],
  ])('refuses %s', (_name, file, offsetBytes, value) => {
    const bytes = server.update([server.rect(area, 21, file)]);
    expect(desyncOf(readAll(bytes))).toEqual({
      type: 'desync',
      offsetBytes,
      reason: 'bad-encoding-data',
      value,
    });
  });

  it('refuses an image without end once it is larger than noVNC can hold', () => {
    const head = server.update([server.rect(area, 21, [0xff, 0xd8, 0xff, 0xda, 0, 2])]);
    const chunk = new Uint8Array(1 << 20);
    const chunks = Array.from({ length: MAX_WHOLE_PAYLOAD_BYTES / chunk.length }, () => chunk);
    expect(desyncOf(readChunks([head, ...chunks]))).toMatchObject({
      reason: 'length-over-limit',
      offsetBytes: 16,
    });
  });
});
