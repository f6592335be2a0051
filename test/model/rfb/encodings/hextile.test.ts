import { describe, expect, it } from 'vitest';
import * as server from '../../../support/rfb-server-bytes.ts';
import { COLOUR_MAP_8, desyncOf, isOneUpdate, readAll } from './read-server.ts';

const area = { x: 0, y: 0, width: 40, height: 20 };
const flat: server.Tile = { type: 'flat', background: true, foreground: true, subrects: 3, coloured: false };

describe('Hextile', () => {
  it.each<[string, server.Tile]>([
    ['raw', { type: 'raw' }],
    ['of nothing new', { ...flat, background: false, foreground: false, subrects: null }],
    ['of a background', { ...flat, foreground: false, subrects: null }],
    ['of both colours', { ...flat, subrects: null }],
    ['with no subrectangles, but a count', { ...flat, subrects: 0 }],
    ['with subrectangles in the foreground', { ...flat, background: false }],
    ['with the most coloured subrectangles', { ...flat, subrects: 255, coloured: true }],
    ['coloured, but without subrectangles', { ...flat, subrects: null, coloured: true }],
  ])('passes over tiles %s', (_name, tile) => {
    expect(isOneUpdate(server.update([server.hextile(area, () => tile)]))).toBe(true);
  });

  it('cuts the tiles of the last column and row to the rectangle', () => {
    for (const size of [1, 15, 16, 17, 31, 32, 33]) {
      const odd = { ...area, width: size, height: 49 - size };
      expect(isOneUpdate(server.update([server.hextile(odd, () => ({ type: 'raw' }))]))).toBe(true);
    }
  });

  it.each([
    { ...area, width: 0 },
    { ...area, height: 0 },
    { ...area, width: 0, height: 0 },
  ])('has no payload when the rectangle is empty', (empty) => {
    expect(isOneUpdate(server.update([server.rect(empty, 5)]))).toBe(true);
  });

  it('counts pixels of the current format', () => {
    const pixel = { pixel: 1, tightPixel: 1 } as const;
    const tiles = server.hextile(area, (index) => (index % 2 ? { type: 'raw' } : flat), pixel);
    expect(isOneUpdate(server.update([tiles]), COLOUR_MAP_8)).toBe(true);
  });

  it.each([31, 32, 255])('refuses subencoding %i, as noVNC does, at its byte', (subencoding) => {
    const bytes = server.update([server.rect(area, 5, [0, 0], [subencoding])]);
    expect(desyncOf(readAll(bytes))).toEqual({
      type: 'desync',
      offsetBytes: 18,
      reason: 'bad-encoding-data',
      value: subencoding,
    });
  });

  it('refuses a rectangle larger than any screen', () => {
    const huge = { x: 0, y: 0, width: 0xffff, height: 0xffff };
    expect(desyncOf(readAll(server.update([server.rect(huge, 5, [0])])))?.reason).toBe('length-over-limit');
  });
});
