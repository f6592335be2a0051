// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { freeCorner } from '../../../src/ui/stage/free-corner.ts';

/** A portal with a control over part of its window. */
function portal(covers: (x: number, y: number) => boolean): Document {
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 1_000, configurable: true });
  Object.defineProperty(document.documentElement, 'clientHeight', { value: 600, configurable: true });
  document.body.innerHTML = '<canvas></canvas><div id="top_bar"><button>Keys</button></div>';
  const button = document.querySelector('button');
  const canvas = document.querySelector('canvas');
  document.elementFromPoint = (x, y) => (covers(x, y) ? button : canvas);
  return document;
}

afterEach(() => document.body.replaceChildren());

describe('the first place of the badge', () => {
  it('is the lower corner at the end of a line', () => {
    const empty = portal(() => false);
    expect(freeCorner(empty, false)).toEqual({ edge: 'bottom', alongRatio: 1 });
    expect(freeCorner(empty, true)).toEqual({ edge: 'bottom', alongRatio: 0 });
  });

  it('is another corner where the portal has controls there', () => {
    expect(
      freeCorner(
        portal((_x, y) => y > 500),
        false,
      ),
    ).toEqual({ edge: 'top', alongRatio: 1 });
    expect(
      freeCorner(
        portal((x) => x > 500),
        false,
      ),
    ).toEqual({ edge: 'bottom', alongRatio: 0 });
  });

  it('is the first corner when all have controls: it can be moved', () => {
    expect(
      freeCorner(
        portal(() => true),
        false,
      ),
    ).toEqual({ edge: 'bottom', alongRatio: 1 });
  });
});
