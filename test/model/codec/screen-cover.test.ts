import { describe, expect, it } from 'vitest';
import { ScreenCover } from '../../../src/model/codec/screen-cover.ts';
import type { ServerEvent } from '../../../src/model/rfb/messages.ts';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { rect, serverInit, update } from '../../../testbed/loop/server-events.ts';

function coverOf(events: readonly ServerEvent[], asksLevel = true): ScreenCover {
  const cover = new ScreenCover();
  for (const event of [serverInit(), ...events]) cover.server(event, asksLevel);
  return cover;
}

describe('what has come of the screen', () => {
  it('is the largest part that one update brought', () => {
    const half = rect(ENCODING.tight, 640, 240);
    expect(coverOf(update([half])).share).toBe(0.5);
    expect(coverOf(update([half, rect(ENCODING.tight, 640, 240, 0, 240)])).share).toBe(1);
    expect(coverOf([...update([half]), ...update([half])]).share).toBe(0.5);
  });

  it('does not count copies, cursors and signs', () => {
    const signs = [ENCODING.copyRect, ENCODING.cursor, ENCODING.qemuKeyEvent, ENCODING.vmwareCursor];
    expect(coverOf(update(signs.map((each) => rect(each)))).share).toBe(0);
  });

  it('counts from the restart on, and nothing of an update that was under way', () => {
    const cover = coverOf(update().slice(0, 2));
    cover.restart();
    expect(cover.share).toBe(0);
    for (const event of update()) cover.server(event, true);
    expect(cover.share).toBe(1);
  });

  it('follows the size of the screen, but not a size that was refused', () => {
    const grown = update([rect(ENCODING.extendedDesktopSize, 1280, 960)]);
    expect(coverOf([...grown, ...update()]).share).toBe(0.25);
    const refused = update([rect(ENCODING.extendedDesktopSize, 1280, 960, 1, 3)]);
    expect(coverOf([...refused, ...update()]).share).toBe(1);
    expect(coverOf([...update([rect(ENCODING.desktopSize, 320, 240)])]).width).toBe(320);
  });
});

describe('a picture that may have lost something', () => {
  it('is one with Tight, where the page asks for a level, and one with JPEG anywhere', () => {
    expect(coverOf(update([rect(ENCODING.tight, 8, 8)])).isLossy).toBe(true);
    expect(coverOf(update([rect(ENCODING.tight, 8, 8)]), false).isLossy).toBe(false);
    expect(coverOf(update([rect(ENCODING.jpeg, 8, 8)]), false).isLossy).toBe(true);
    expect(coverOf(update([rect(ENCODING.zrle)])).isLossy).toBe(false);
  });

  it('is so until all of the screen came without loss, in one update', () => {
    const lossy = update();
    expect(coverOf([...lossy, ...update([rect(ENCODING.zrle, 640, 240)])]).isLossy).toBe(true);
    expect(coverOf([...lossy, ...update([rect(ENCODING.copyRect)])]).isLossy).toBe(true);
    expect(coverOf([...lossy, ...update([rect(ENCODING.zrle)])]).isLossy).toBe(false);
  });
});
