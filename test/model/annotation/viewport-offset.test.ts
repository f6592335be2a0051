import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REST_MS, ViewportOffset } from '../../../src/model/annotation/viewport-offset.ts';
import { ClippingViewer } from '../../support/clipping-viewer.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';

const hidden = { width: 300, height: 200 };

/** A page that clips, the overlay beside it, and the clock that moves both. */
class Bench {
  nowMs = 1000;
  readonly viewer: ClippingViewer;
  readonly learned = new ViewportOffset();
  #isDown = false;

  constructor(
    /** The hook counts what the computer slept. */
    private readonly aheadMs = 0,
    lateMs = 0,
  ) {
    this.viewer = new ClippingViewer(hidden, { x: 40, y: 70 }, lateMs);
  }

  get isRight(): boolean {
    const { offset } = this.learned;
    return offset === null || (offset.x === this.viewer.offset.x && offset.y === this.viewer.offset.y);
  }

  mouse(x: number, y: number, isDown = this.#isDown): void {
    this.#isDown = isDown;
    // The overlay hears it in the capture phase of the window, before noVNC.
    this.learned.moved({ x, y }, isDown, this.nowMs);
    this.viewer.mouse({ x, y }, isDown, this.nowMs);
  }

  wait(ms: number): void {
    this.nowMs += ms;
    this.viewer.pass(this.nowMs);
  }

  /** `underWayMs`: how long it took through the port. */
  snapshot(underWayMs = 0): void {
    const { said } = this.viewer;
    const pointer = said === null ? null : { ...said, atMs: said.atMs + this.aheadMs };
    const takenAtMs = this.nowMs + this.aheadMs;
    this.wait(underWayMs);
    this.learned.told(pointer, hidden, takenAtMs, this.nowMs);
  }

  rest(): void {
    this.wait(REST_MS + 400);
    this.snapshot();
  }
}

describe('the part of the screen that a clipping page shows', () => {
  it('is known when the pointer has rested over the picture', () => {
    const bench = new Bench();
    bench.mouse(10.5, 20.25);
    bench.rest();
    expect(bench.learned.offset).toEqual({ x: 40, y: 70 });
  });

  it('is not known before a pointer was there, nor from a pointer that moves', () => {
    const bench = new Bench();
    bench.rest();
    expect(bench.learned.offset).toBeNull();
    bench.mouse(10, 20);
    bench.wait(5);
    bench.mouse(60, 20);
    bench.snapshot();
    expect(bench.learned.offset, 'the last place is not sent yet').toBeNull();
    bench.rest();
    expect(bench.learned.offset).toEqual({ x: 40, y: 70 });
  });

  it('is not known from a place that was sent before the pointer came to where it rests', () => {
    const learned = new ViewportOffset();
    learned.moved({ x: 50, y: 50 }, false, 1000);
    learned.told({ x: 100, y: 100, atMs: 990 }, hidden, 1500, 1500);
    expect(learned.offset).toBeNull();
  });

  it('is not one that there cannot be', () => {
    const learned = new ViewportOffset();
    learned.moved({ x: 50, y: 50 }, false, 1000);
    learned.told({ x: 20, y: 60, atMs: 1001 }, hidden, 1500, 1500);
    learned.told({ x: 60, y: 251, atMs: 1001 }, hidden, 1500, 1500);
    expect(learned.offset).toBeNull();
  });

  it('is forgotten when something has another size', () => {
    const bench = new Bench();
    bench.mouse(10, 20);
    bench.rest();
    bench.learned.forget();
    expect(bench.learned.offset).toBeNull();
    bench.snapshot();
    expect(bench.learned.offset, 'a place from before does not count').toBeNull();
  });

  it('is forgotten in a drag, and known again when a message shows that the drag was a remote one', () => {
    const bench = new Bench();
    bench.mouse(10, 20);
    bench.rest();
    bench.mouse(10, 20, true);
    bench.wait(30);
    bench.mouse(15, 20);
    expect(bench.learned.offset).toBeNull();
    bench.wait(30);
    bench.mouse(25, 22);
    bench.snapshot();
    expect(bench.learned.offset, 'while the button is down').toEqual({ x: 40, y: 70 });
    bench.wait(30);
    bench.mouse(35, 22);
    expect(bench.learned.offset, 'it stays so in this drag').toEqual({ x: 40, y: 70 });
  });

  it('is not known after a drag of the view, until the pointer moves freely', () => {
    const bench = new Bench();
    bench.viewer.dragViewport = true;
    bench.mouse(100, 100);
    bench.rest();
    bench.mouse(100, 100, true);
    bench.wait(30);
    bench.mouse(70, 80);
    bench.wait(30);
    bench.mouse(70, 80, false);
    bench.rest();
    expect(bench.viewer.offset).toEqual({ x: 70, y: 90 });
    expect(bench.learned.offset).toBeNull();
    bench.mouse(71, 80);
    bench.rest();
    expect(bench.learned.offset).toEqual({ x: 70, y: 90 });
  });

  it('is not known again by a move from before the drag that was sent late', () => {
    const bench = new Bench(0, 80);
    bench.viewer.dragViewport = true;
    bench.mouse(100, 100);
    bench.rest();
    bench.mouse(110, 100);
    bench.wait(5);
    bench.mouse(120, 100);
    bench.mouse(120, 100, true);
    bench.wait(30);
    bench.mouse(70, 80);
    const before = bench.viewer.said;
    bench.wait(100);
    expect(bench.viewer.said).not.toEqual(before);
    bench.snapshot();
    expect(bench.learned.offset).toBeNull();
  });

  it('stays through a press without a move', () => {
    const bench = new Bench();
    bench.mouse(10, 20);
    bench.rest();
    bench.mouse(10, 20, true);
    bench.mouse(10, 20);
    bench.mouse(10, 20, false);
    expect(bench.learned.offset).toEqual({ x: 40, y: 70 });
  });

  it('is never told wrongly, and told whenever the pointer rested, whatever the user does', () => {
    const point = fc.record({ x: fc.double({ min: 0, max: 399, noNaN: true }), y: fc.nat(299) });
    const step = fc.oneof(
      fc.record({ type: fc.constant('hover' as const), at: point, ms: fc.nat(40) }),
      fc.record({
        type: fc.constant('drag' as const),
        through: fc.array(point, { maxLength: 6 }),
        ms: fc.integer({ min: 60, max: 200 }),
        toldAfter: fc.nat(6),
      }),
      fc.record({ type: fc.constant('told' as const), underWayMs: fc.nat(30) }),
      fc.record({ type: fc.constant('wait' as const), ms: fc.nat(600) }),
      fc.record({ type: fc.constant('mode' as const), dragViewport: fc.boolean() }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.constantFrom(0, 3_600_000),
        fc.nat(30),
        (steps, aheadMs, lateMs) => {
          const bench = new Bench(aheadMs, lateMs);
          const check = (): void => expect(bench.isRight).toBe(true);
          for (const each of steps) {
            switch (each.type) {
              case 'hover':
                bench.wait(each.ms);
                bench.mouse(each.at.x, each.at.y);
                break;
              case 'drag':
                for (const [index, { x, y }] of each.through.entries()) {
                  bench.mouse(x, y, true);
                  check();
                  bench.wait(each.ms);
                  if (index === each.toldAfter) bench.snapshot();
                  check();
                }
                bench.mouse(each.through.at(-1)?.x ?? 5, each.through.at(-1)?.y ?? 5, false);
                break;
              case 'told':
                bench.snapshot(each.underWayMs);
                break;
              case 'wait':
                bench.wait(each.ms);
                break;
              case 'mode':
                bench.viewer.dragViewport = each.dragViewport;
                break;
              default:
                each satisfies never;
            }
            check();
          }
          bench.wait(50);
          bench.mouse(7.25, 9);
          bench.rest();
          expect(bench.learned.offset).toEqual(bench.viewer.offset);
        },
      ),
      { numRuns: Math.min(PROPERTY_RUNS, 20_000) },
    );
  });
});
