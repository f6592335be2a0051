import { describe, expect, it } from 'vitest';
import { MAX_ENTRIES, Unacknowledged } from '../../../src/model/gate/unacknowledged.ts';

describe('what may still execute', () => {
  it('is what was sent after the last message that the server is known to have read', () => {
    const sent = new Unacknowledged();
    sent.acted('normal', 100);
    const second = sent.acted('normal', 200);
    sent.passed();
    sent.acted('normal', 300);
    expect(sent.count).toBe(3);
    expect(sent.oldestAtMs).toBe(100);
    sent.acknowledge(second);
    expect(sent.count).toBe(1);
    expect(sent.oldestAtMs).toBe(300);
    sent.acknowledge(sent.sequence);
    expect(sent.count).toBe(0);
    expect(sent.oldestAtMs).toBeNull();
  });

  it('never takes an acknowledgement back', () => {
    const sent = new Unacknowledged();
    const first = sent.acted('normal', 0);
    sent.acted('normal', 10);
    sent.acknowledge(sent.sequence);
    sent.acknowledge(first);
    expect(sent.acknowledged).toBe(2);
  });

  it('lets the moves of a drag, releases and modifiers age without counting them', () => {
    const sent = new Unacknowledged();
    sent.acted('drag', 50);
    expect(sent.count).toBe(0);
    expect(sent.oldestAtMs).toBe(50);
    sent.acted('passive', 60);
    expect(sent.count).toBe(0);
    expect(sent.oldestOf('drag')).toBe(50);
    expect(sent.oldestOf('passive')).toBe(60);
    expect(sent.oldestOf('normal')).toBeNull();
  });

  it('is counted by class, for each has a credit of its own', () => {
    const sent = new Unacknowledged();
    for (const kind of ['normal', 'hazardous', 'second', 'stop', 'normal'] as const) sent.acted(kind, 1);
    expect(sent.count).toBe(5);
    expect(sent.countOf('normal')).toBe(2);
    expect(sent.countOf('hazardous')).toBe(1);
    expect(sent.countOf('stop')).toBe(1);
  });

  it('keeps the oldest apart and the number of all when there are too many', () => {
    const sent = new Unacknowledged();
    for (let i = 0; i < MAX_ENTRIES + 100; i++) sent.acted('normal', i);
    expect(sent.count).toBe(MAX_ENTRIES + 100);
    sent.acknowledge(1);
    expect(sent.oldestAtMs).toBe(1);
    sent.acknowledge(MAX_ENTRIES + 99);
    expect(sent.oldestAtMs).toBe(MAX_ENTRIES - 1);
    sent.acknowledge(sent.sequence);
    expect(sent.oldestAtMs).toBeNull();
  });

  it('numbers everything that is sent from 1 on, and begins with no answer', () => {
    const sent = new Unacknowledged();
    expect([sent.sequence, sent.acknowledged]).toEqual([0, -1]);
    expect([sent.passed(), sent.acted('normal', 0), sent.passed()]).toEqual([1, 2, 3]);
    expect(sent.sequence).toBe(3);
    sent.acknowledge(1);
    expect([sent.acknowledged, sent.count]).toEqual([1, 1]);
    sent.acknowledge(2);
    expect(sent.count).toBe(0);
  });

  it('counts the second press of a double click as one that may execute', () => {
    const sent = new Unacknowledged();
    sent.acted('second', 5);
    expect([sent.count, sent.countOf('second'), sent.countOf('normal')]).toEqual([1, 1, 0]);
  });

  it('keeps the kinds apart when there are too many', () => {
    const sent = new Unacknowledged();
    for (let i = 0; i < MAX_ENTRIES - 1; i++) sent.acted('normal', i);
    sent.acted('drag', 1000);
    const beforeSequence = sent.sequence;
    sent.acted('drag', 2000);
    sent.acted('stop', 3000);
    expect(sent.countOf('normal')).toBe(MAX_ENTRIES - 1);
    expect(sent.countOf('drag')).toBe(2);
    expect(sent.oldestOf('drag')).toBe(1000);
    expect(sent.countOf('stop')).toBe(1);
    sent.acknowledge(beforeSequence);
    expect([sent.countOf('normal'), sent.countOf('drag'), sent.countOf('stop')]).toEqual([0, 2, 1]);
    expect(sent.oldestAtMs).toBe(1000);
  });

  it('keeps as many apart as there is room for', () => {
    const sent = new Unacknowledged();
    for (let i = 0; i < MAX_ENTRIES; i++) sent.acted('normal', i);
    sent.acknowledge(MAX_ENTRIES - 1);
    expect([sent.count, sent.oldestAtMs]).toEqual([1, MAX_ENTRIES - 1]);
  });
});
