import { describe, expect, test } from 'vitest';
import { ResponseMeter } from '../../../src/model/measure/response-meter.ts';

const HERE = { x: 300, y: 200 };

describe('the response', () => {
  test('is the time from a press to the first picture at its place', () => {
    const response = new ResponseMeter();
    response.pressed(HERE, 1000);
    response.picture(280, 180, 50, 50, 1130, 40);
    response.picture(280, 180, 50, 50, 1230, 40);
    expect(response.take(1250)).toEqual({ responseMs: 130, noResponse: 0 });
    expect(response.take(1300)).toEqual({ responseMs: null, noResponse: 0 });
  });

  test('is no picture that came sooner than a round trip', () => {
    const response = new ResponseMeter();
    response.pressed(HERE, 1000);
    response.picture(280, 180, 50, 50, 1039, 40);
    expect(response.take(1050).responseMs).toBeNull();
    response.picture(280, 180, 50, 50, 1040, 40);
    expect(response.take(1050).responseMs).toBe(40);
  });

  test.each<[string, readonly [number, number, number, number], boolean]>([
    ['64 px to the left of it', [0, 190, 237, 20], true],
    ['65 px to the left of it', [0, 190, 236, 20], false],
    ['64 px to the right of it', [364, 190, 20, 20], true],
    ['65 px to the right of it', [365, 190, 20, 20], false],
    ['64 px above it', [290, 0, 20, 137], true],
    ['65 px above it', [290, 0, 20, 136], false],
    ['64 px below it', [290, 264, 20, 20], true],
    ['65 px below it', [290, 265, 20, 20], false],
    ['all over the screen', [0, 0, 1920, 1080], true],
  ])('counts a picture %s: %s', (_where, [x, y, width, height], counts) => {
    const response = new ResponseMeter();
    response.pressed(HERE, 0);
    response.picture(x, y, width, height, 100, null);
    expect(response.take(100).responseMs).toBe(counts ? 100 : null);
  });

  test('to a key may be anywhere', () => {
    const response = new ResponseMeter();
    response.pressed(null, 0);
    response.picture(0, 0, 8, 8, 90, 40);
    expect(response.take(100).responseMs).toBe(90);
  });

  test('that does not come within three seconds is none', () => {
    const response = new ResponseMeter();
    response.pressed(HERE, 0);
    expect(response.take(3000)).toEqual({ responseMs: null, noResponse: 0 });
    expect(response.take(3001)).toEqual({ responseMs: null, noResponse: 1 });
    response.picture(280, 180, 50, 50, 3050, 40);
    expect(response.take(3100)).toEqual({ responseMs: null, noResponse: 0 });
  });

  test('is timed for sixteen presses at a time, and for new ones when those are answered', () => {
    const response = new ResponseMeter();
    for (let i = 0; i < 100; i++) response.pressed(HERE, i);
    expect(response.take(10_000).noResponse).toBe(16);
    response.pressed(HERE, 10_000);
    response.picture(280, 180, 50, 50, 10_100, 40);
    expect(response.take(10_100).responseMs).toBe(100);
  });
});
