import { describe, expect, test } from 'vitest';
import { DemandMeter } from '../../../src/model/measure/demand-meter.ts';
import { RateMeter } from '../../../src/model/measure/rate-meter.ts';
import { SupplyMeter } from '../../../src/model/measure/supply-meter.ts';

describe('a rate', () => {
  test('settles on what comes in, and is not diluted by the time before the start', () => {
    const rate = new RateMeter(1000, 5000);
    for (let nowMs = 5000; nowMs < 6000; nowMs += 100) rate.add(2, nowMs);
    expect(rate.perSecond(6000)).toBeCloseTo(20, -1);
    for (let nowMs = 6000; nowMs < 15_000; nowMs += 100) rate.add(2, nowMs);
    expect(rate.perSecond(15_000)).toBeGreaterThan(18);
    expect(rate.perSecond(15_000)).toBeLessThan(22);
  });

  test('falls to a third in one time constant of silence', () => {
    const rate = new RateMeter(1000, 0);
    for (let nowMs = 0; nowMs < 10_000; nowMs += 10) rate.add(1, nowMs);
    expect(rate.perSecond(11_000) / rate.perSecond(10_000)).toBeLessThanOrEqual(1);
    const before = new RateMeter(1000, 0);
    for (let nowMs = 0; nowMs < 10_000; nowMs += 10) before.add(1, nowMs);
    const full = before.perSecond(10_000);
    expect(before.perSecond(11_000) / full).toBeCloseTo(Math.exp(-1), 2);
  });
});

describe('a rate from which something is taken back', () => {
  test('never falls below nothing by rounding', () => {
    const rate = new RateMeter(1000, 0);
    for (let nowMs = 0; nowMs < 60_000; nowMs += 37) {
      rate.add(200, nowMs);
      rate.add(-200, nowMs);
      expect(rate.perSecond(nowMs + 11)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('demand', () => {
  test('keeps what is attempted apart from what is delivered', () => {
    const demand = new DemandMeter(0);
    for (let nowMs = 0; nowMs < 5000; nowMs += 250) {
      demand.attempted(6, 'action', nowMs);
      if (nowMs % 500 === 0) demand.delivered(6, 'action', nowMs);
    }
    const reading = demand.reading(5000);
    expect(reading.attemptedPerSecond).toBeCloseTo(4, 0);
    expect(reading.deliveredPerSecond).toBeCloseTo(2, 0);
    expect(reading.wireBitsPerSecond).toBeGreaterThan(reading.deliveredBitsPerSecond * 10);
  });

  test('does not count motion as actions, but as bits and as a sign of life', () => {
    const demand = new DemandMeter(0);
    for (let nowMs = 0; nowMs <= 2000; nowMs += 20) demand.attempted(6, 'motion', nowMs);
    expect(demand.reading(2100)).toMatchObject({ attemptedPerSecond: 0, sinceInputMs: 100 });
    expect(demand.reading(2100).attemptedBitsPerSecond).toBeGreaterThan(1000);
  });

  test('says nothing about retries before there are three actions, then their share of the last 5 s', () => {
    const demand = new DemandMeter(0);
    demand.attempted(6, 'action', 0);
    demand.attempted(6, 'retry', 300);
    expect(demand.reading(400).retryRatio).toBe(0);
    demand.attempted(6, 'retry', 600);
    expect(demand.reading(700).retryRatio).toBeCloseTo(2 / 3);
    expect(demand.reading(7000).retryRatio).toBe(0);
  });
});

describe('supply', () => {
  test('counts bits and updates', () => {
    const supply = new SupplyMeter(0);
    for (let nowMs = 0; nowMs < 5000; nowMs += 100) {
      supply.bytes(1000, nowMs);
      supply.update(nowMs);
    }
    const reading = supply.reading(5000);
    expect(reading.updatesPerSecond).toBeCloseTo(10, -1);
    expect(reading.rateBitsPerSecond).toBeGreaterThan(70_000);
    expect(reading.freezes).toBe(0);
  });

  test('sees a freeze when flowing updates pause and come back', () => {
    const supply = new SupplyMeter(0);
    for (let nowMs = 0; nowMs <= 2000; nowMs += 100) supply.update(nowMs);
    supply.update(3000);
    expect(supply.reading(3000)).toMatchObject({ freezes: 1 });
    expect(supply.reading(3000).frozenRatio).toBeCloseTo(1 / 30);
    expect(supply.reading(40_000).freezes).toBe(0);
  });

  test('does not take a still picture for a freeze', () => {
    const supply = new SupplyMeter(0);
    for (let nowMs = 0; nowMs <= 60_000; nowMs += 6000) supply.update(nowMs);
    expect(supply.reading(60_000).freezes).toBe(0);
  });
});
