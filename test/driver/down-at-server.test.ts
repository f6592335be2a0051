import { describe, expect, it } from 'vitest';
import { DownAtServer } from '../../src/driver/down-at-server.ts';
import { extendedPointer, key, pointer, qemuKey } from '../support/rfb-bytes.ts';
import { join } from '../support/rfb-server-bytes.ts';

const releasesAfter = (...sent: readonly Uint8Array[]): readonly Uint8Array[] => {
  const down = new DownAtServer();
  for (const bytes of sent) down.sentBytes(bytes);
  return down.releases();
};

describe('what is down at the server', () => {
  it('is let go of in reverse order and in the form of its press, buttons last and in place', () => {
    const sent = [key(true, 0xffe1), qemuKey(true, 0x61, 30), pointer(5, 300, 40), pointer(5, 301, 41)];
    expect(releasesAfter(...sent)).toEqual([
      qemuKey(false, 0x61, 30),
      key(false, 0xffe1),
      pointer(0, 301, 41),
    ]);
  });

  it('is nothing once all went up', () => {
    expect(releasesAfter(key(true, 1), pointer(1, 2, 3), key(false, 1), pointer(0, 4, 5))).toEqual([]);
  });

  it('is read out of a unit of several messages', () => {
    const unit = join(key(true, 0xffe1), pointer(1, 9, 9), pointer(0, 9, 9), key(false, 0xffe1));
    expect(releasesAfter(unit)).toEqual([]);
    expect(releasesAfter(unit.subarray(0, 14))).toEqual([key(false, 0xffe1), pointer(0, 9, 9)]);
    expect(releasesAfter(join(extendedPointer(0x101, 7, 8), qemuKey(true, 5, 6)))).toEqual([
      qemuKey(false, 5, 6),
      pointer(0, 7, 8),
    ]);
  });

  it('keeps what a copy of it forgets', () => {
    const down = new DownAtServer();
    down.sentBytes(join(key(true, 1), pointer(4, 2, 3)));
    const copy = down.copy();
    copy.sentBytes(join(key(false, 1), pointer(0, 2, 3)));
    expect(copy.releases()).toEqual([]);
    expect(down.releases()).toEqual([key(false, 1), pointer(0, 2, 3)]);
  });

  it('does not grow without limit', () => {
    const keys = Array.from({ length: 200 }, (_, i) => key(true, i));
    const releases = releasesAfter(...keys);
    expect(releases).toHaveLength(64);
    expect(releases[0]).toEqual(key(false, 199));
  });

  it('ignores bytes that are no input', () => {
    expect(releasesAfter(Uint8Array.of(248, 0, 0, 0), Uint8Array.of(5, 1), Uint8Array.of(4))).toEqual([]);
  });
});
