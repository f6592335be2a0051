import { describe, expect, it } from 'vitest';
import { livePanel, surveyPanel } from '../../../testbed/instrument/layout.ts';
import { onSurvey } from '../../../testbed/instrument/survey-map.ts';
import { instrumentBench } from './instrument-bench.ts';

const ARROW_RIGHT = 0xff53;
const ARROW_DOWN = 0xff54;
const HOME = 0xff50;
const ESCAPE = 0xff1b;

const live = livePanel('quad');
const [middleX, middleY] = [live.x + live.width / 2, live.y + live.height / 2];
/** Positions are right to a tenth, and shown in tenths. */
const near = (expected: number) => ({ least: expected - 0.25, most: expected + 0.25 });

function expectNear(value: number, expected: number): void {
  const { least, most } = near(expected);
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

describe('the stage at the desk', () => {
  it('moves while a jog button is held and stops after it is let go', () => {
    const { instrument, down, up, wait } = instrumentBench();
    expect(down('jogRight')).toBe('press');
    expect(instrument.pressed).toBe('jogRight');
    wait(1000);
    const heldUm = instrument.pose().xUm;
    expect(heldUm).toBeGreaterThan(20);
    expect(up()).toBe('release');
    wait(2000);
    const { xUm, isMoving } = instrument.pose();
    expect(xUm).toBeGreaterThan(heldUm + 5);
    expect(isMoving).toBe(false);
    wait(2000);
    expect(instrument.pose().xUm).toBe(xUm);
  });

  it('goes on moving while the release is missing: the danger of a lost link', () => {
    const { instrument, down, wait } = instrumentBench();
    down('jogDown');
    wait(3000);
    expect(instrument.pose().isMoving).toBe(true);
    expect(instrument.pose().yUm).toBeGreaterThan(100);
  });

  it('begins to move 60 ms after the press', () => {
    const { instrument, down, wait } = instrumentBench();
    down('jogRight');
    wait(59);
    expect(instrument.pose().isMoving).toBe(false);
    wait(6);
    expect(instrument.pose().isMoving).toBe(true);
  });

  it('brings a clicked point to the middle', () => {
    const { instrument, pointer, wait } = instrumentBench();
    const umPerPx = instrument.pose().widthUm / live.width;
    pointer(1, middleX + 100, middleY - 50);
    pointer(0, middleX + 100, middleY - 50);
    wait(5000);
    expectNear(instrument.pose().xUm, 100 * umPerPx);
    expectNear(instrument.pose().yUm, -50 * umPerPx);
  });

  it('follows a drag the other way round, as a hand on the sample', () => {
    const { instrument, pointer, wait } = instrumentBench();
    const umPerPx = instrument.pose().widthUm / live.width;
    pointer(1, 200, 300);
    pointer(1, 240, 280);
    expect(pointer(1, 280, 260)).toBe('move');
    pointer(0, 280, 260);
    wait(5000);
    expectNear(instrument.pose().xUm, -80 * umPerPx);
    expectNear(instrument.pose().yUm, 40 * umPerPx);
  });

  it('goes to a place that is clicked on the survey, but not in the single view', () => {
    const { instrument, pointer, press, wait } = instrumentBench();
    const { x, y } = onSurvey(120, -80);
    pointer(1, x, y);
    pointer(0, x, y);
    wait(6000);
    expectNear(instrument.pose().xUm, 120);
    expectNear(instrument.pose().yUm, -80);
    press('viewToggle');
    const single = livePanel('single');
    expect(x + single.width).toBeGreaterThan(surveyPanel.x);
    pointer(1, single.x + single.width / 2, single.y + single.height / 2);
    pointer(0, single.x + single.width / 2, single.y + single.height / 2);
    wait(3000);
    expectNear(instrument.pose().xUm, 120);
  });

  it('moves while an arrow key is held and halts on Escape', () => {
    const { instrument, key, wait } = instrumentBench();
    expect(key(true, ARROW_RIGHT)).toBe('keyDown');
    wait(500);
    expect(instrument.pose().xUm).toBeGreaterThan(5);
    expect(key(false, ARROW_RIGHT)).toBe('keyUp');
    wait(2000);
    expect(instrument.pose().isMoving).toBe(false);
    key(true, HOME);
    wait(180);
    expect(instrument.pose().isMoving).toBe(true);
    key(true, ESCAPE);
    wait(2000);
    expect(instrument.pose().isMoving).toBe(false);
    expect(instrument.pose().xUm).toBeGreaterThan(3);
  });

  it('goes askew on two arrow keys, straight on when one is let go, and stops with the last', () => {
    const { instrument, key, wait } = instrumentBench();
    key(true, ARROW_RIGHT);
    key(true, ARROW_DOWN);
    wait(600);
    key(false, ARROW_RIGHT);
    wait(1500);
    const { xUm, yUm } = instrument.pose();
    wait(500);
    expect(instrument.pose().xUm).toBe(xUm);
    expect(instrument.pose().yUm).toBeGreaterThan(yUm + 20);
    key(false, ARROW_DOWN);
    wait(2000);
    expect(instrument.pose().isMoving).toBe(false);
  });

  it('lets go of everything when the client has left', () => {
    const { instrument, down, key, release, wait } = instrumentBench();
    down('jogLeft');
    key(true, ARROW_RIGHT);
    release();
    expect(instrument.pressed).toBeNull();
    wait(2000);
    expect(instrument.pose().isMoving).toBe(false);
    down('zUp');
    wait(500);
    release();
    wait(2000);
    expect(instrument.pose()).toMatchObject({ isMoving: false, hasContact: false });
  });

  it('moves the same whoever looks how often', () => {
    const ends = [7, 90, 1000].map((lookEveryMs) => {
      const { instrument, down, up, wait } = instrumentBench({}, lookEveryMs);
      down('jogRight');
      wait(701);
      up();
      down('jogUp');
      wait(403);
      up();
      wait(3000);
      return instrument.sight;
    });
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });
});

describe('the height', () => {
  it('rises while its button is held, runs on a little, and stops', () => {
    const { instrument, down, up, wait } = instrumentBench();
    down('zUp');
    wait(1000);
    const heldUm = instrument.pose().zUm;
    up();
    wait(2000);
    expect(heldUm).toBeGreaterThan(25);
    expect(instrument.pose().zUm - heldUm).toBeGreaterThan(5);
    expect(instrument.pose()).toMatchObject({ isMoving: false, hasContact: false });
  });

  it('ends at the pole piece: damage, whose lamp stays on', () => {
    const { instrument, down, up, press, wait } = instrumentBench({ poleUm: 75 });
    down('zUp');
    wait(5000);
    expect(instrument.pose()).toMatchObject({ zUm: 75, hasContact: true, isMoving: false });
    up();
    press('zDown', 1000);
    expect(instrument.pose().zUm).toBeLessThan(50);
    expect(instrument.pose().hasContact).toBe(true);
  });

  it('ends below without harm', () => {
    const { instrument, press } = instrumentBench();
    press('zDown', 4000);
    expect(instrument.pose()).toMatchObject({ zUm: -50, hasContact: false });
  });

  it('halts on Escape while its button is still held', () => {
    const { instrument, down, key, wait } = instrumentBench();
    down('zUp');
    wait(500);
    key(true, ESCAPE);
    wait(3000);
    expect(instrument.pose()).toMatchObject({ isMoving: false, hasContact: false });
  });
});

describe('the column', () => {
  it('focuses one step per press and by the wheel over the picture, nowhere else', () => {
    const { instrument, pointer, press } = instrumentBench();
    for (const [x, y] of [
      [100, 200],
      [800, 620],
    ] as const) {
      pointer(8, x, y);
      pointer(0, x, y);
    }
    expect(instrument.pose().focusUm).toBe(1);
    press('focusDown');
    press('focusDown');
    expect(instrument.pose().focusUm).toBe(-1);
  });

  it('repeats focus, beam and magnification while they are held for more than 450 ms', () => {
    const { instrument, press } = instrumentBench();
    press('beamUp', 440);
    expect(instrument.pose().beam).toBe(1);
    press('beamUp', 720);
    expect(instrument.pose().beam).toBe(1 + 4);
    const before = instrument.pose().widthUm;
    press('magDown', 720);
    expect(instrument.pose().widthUm).toBeGreaterThan(before * 1.9);
  });

  it('is sharpest at its best focus, and falls with every step away from it', () => {
    const { instrument, press } = instrumentBench({ bestFocusUm: -3 });
    const seen = [instrument.pose().sharpness];
    for (let i = 0; i < 5; i++) {
      press('focusDown');
      seen.push(instrument.pose().sharpness);
    }
    expect(seen.indexOf(Math.max(...seen))).toBe(3);
    expect(seen[3]).toBe(1);
    for (const i of [0, 1, 2]) expect(seen[i]).toBeLessThan(seen[i + 1] ?? 0);
    for (const i of [3, 4]) expect(seen[i + 1]).toBeLessThan(seen[i] ?? 0);
  });

  it('has to be focused again at another place and at another height', () => {
    const { instrument, press, down, up, wait } = instrumentBench();
    expect(instrument.pose().sharpness).toBe(1);
    down('jogRight');
    wait(2000);
    up();
    wait(2000);
    const away = instrument.pose().sharpness;
    expect(away).toBeLessThan(0.7);
    press('zUp', 1000);
    expect(instrument.pose().sharpness).toBeLessThan(away);
  });

  it('is brightest at its best beam', () => {
    const { instrument, press } = instrumentBench({ bestBeam: 2 });
    const seen = [instrument.pose().brightness];
    for (let i = 0; i < 4; i++) {
      press('beamUp');
      seen.push(instrument.pose().brightness);
    }
    expect(seen[2]).toBe(1);
    expect(seen[0]).toBeLessThan(seen[1] ?? 0);
    expect(seen[4]).toBeLessThan(seen[3] ?? 0);
  });
});

describe('the views and the camera', () => {
  it('change by their button; jog and z are only in the quad view', () => {
    const { instrument, press, pointer, wait } = instrumentBench();
    press('viewToggle');
    expect(instrument.pose().view).toBe('single');
    expect(() => press('jogRight')).toThrow('not shown');
    press('focusUp');
    expect(instrument.pose().focusUm).toBe(1);
    pointer(1, 352, 100);
    pointer(0, 352, 100);
    wait(4000);
    expectNear(instrument.pose().yUm, (100 - (64 + 256)) * (180 / 704));
    press('viewToggle');
    expect(instrument.pose().view).toBe('quad');
  });

  it('take a picture in 1.5 s', () => {
    const { instrument, down, up, press, wait } = instrumentBench();
    press('viewToggle');
    down('acquire');
    up();
    wait(1400);
    expect(instrument.pose()).toMatchObject({ isAcquiring: true, acquired: 0 });
    wait(110);
    expect(instrument.pose()).toMatchObject({ isAcquiring: false, acquired: 1 });
  });

  it('take none in the quad view, and give one up that is left before it is complete', () => {
    const { instrument, down, up, press, told } = instrumentBench();
    press('acquire');
    expect(told('action')).toEqual([]);
    press('viewToggle');
    down('acquire');
    up();
    press('viewToggle');
    expect(instrument.pose()).toMatchObject({ isAcquiring: false, acquired: 0 });
  });
});
