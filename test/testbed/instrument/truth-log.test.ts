import { describe, expect, it } from 'vitest';
import { livePanel } from '../../../testbed/instrument/layout.ts';
import { MAX_TRUTH_ENTRIES, TruthLog } from '../../../testbed/instrument/truth-log.ts';
import { instrumentBench } from './instrument-bench.ts';

const ARROW_RIGHT = 0xff53;
const ESCAPE = 0xff1b;

describe('the truth log', () => {
  it('has every input with its number, its kind and its time', () => {
    const { down, up, wait, told } = instrumentBench();
    wait(100);
    down('zUp');
    wait(50);
    up();
    expect(told('input').map(({ atMs, input }) => [input.number, input.kind, atMs, input.timeMs])).toEqual([
      [1, 'press', 100, 100],
      [2, 'release', 150, 150],
    ]);
  });

  it('names what a press did, and nothing where a press did nothing', () => {
    const { pointer, press, told } = instrumentBench();
    pointer(1, 950, 630);
    pointer(0, 950, 630);
    press('magUp');
    expect(told('action')).toMatchObject([{ name: 'magUp', inputNumber: 3 }]);
  });

  it('tells of a motion by whom it was caused, how far it went, and how far behind the release', () => {
    const { instrument, down, up, wait, told } = instrumentBench();
    down('jogRight');
    wait(1000);
    const releasedUm = instrument.sight.xUm;
    up();
    wait(3000);
    expect(told('motion')).toEqual([{ type: 'motion', atMs: 65, axis: 'xy', inputNumber: 1 }]);
    const [rest, ...more] = told('rest');
    expect(more).toEqual([]);
    expect(rest?.travelUm).toBeCloseTo(instrument.sight.xUm, 3);
    // Up to the last step of the physics before the release.
    expect(rest?.overshootUm).toBeCloseTo(instrument.sight.xUm - releasedUm, 3);
    expect(rest?.overshootUm).toBeGreaterThan(5);
  });

  it('counts all of a motion as overshoot that began behind its release', () => {
    const { down, up, wait, told } = instrumentBench();
    down('zUp');
    wait(20);
    up();
    wait(2000);
    const [rest] = told('rest');
    expect(rest?.axis).toBe('z');
    expect(rest?.overshootUm).toBe(rest?.travelUm);
    expect(rest?.travelUm).toBeGreaterThan(0);
  });

  it('knows no overshoot where nothing is held: a drag, a way home', () => {
    const { pointer, press, wait, told } = instrumentBench();
    const { x, y } = livePanel('quad');
    pointer(1, x + 100, y + 100);
    pointer(1, x + 160, y + 100);
    pointer(0, x + 160, y + 100);
    wait(4000);
    press('home');
    wait(4000);
    expect(told('action').map(({ name }) => name)).toEqual(['live', 'home']);
    expect(told('rest').map(({ overshootUm }) => overshootUm)).toEqual([0, 0]);
    expect(told('motion').map(({ inputNumber }) => inputNumber)).toEqual([1, 4]);
  });

  it('parts a motion that another press takes over', () => {
    const { down, up, wait, told } = instrumentBench();
    down('jogRight');
    wait(500);
    up();
    down('jogDown');
    wait(500);
    up();
    wait(3000);
    expect(told('motion').map(({ inputNumber }) => inputNumber)).toEqual([1, 3]);
    expect(told('rest')).toHaveLength(2);
    expect(told('rest')[0]?.atMs).toBe(told('motion')[1]?.atMs);
  });

  it('keeps a halted motion with the input that began it', () => {
    const { key, wait, told } = instrumentBench();
    key(true, ARROW_RIGHT);
    wait(500);
    key(true, ESCAPE);
    wait(2000);
    expect(told('action').map(({ name }) => name)).toEqual(['jogRight', 'halt']);
    expect(told('motion').map(({ inputNumber }) => inputNumber)).toEqual([1]);
  });

  it('lets the repeats of a held key be one motion', () => {
    const { key, wait, told } = instrumentBench();
    for (let i = 0; i < 10; i++) {
      key(true, ARROW_RIGHT);
      wait(40);
    }
    key(false, ARROW_RIGHT);
    wait(2000);
    expect(told('motion')).toHaveLength(1);
    expect(told('action')).toHaveLength(1);
    expect(told('rest')[0]?.overshootUm).toBeGreaterThan(3);
  });

  it('blames a contact on the press whose motion it was, with its speed', () => {
    const { down, up, wait, told } = instrumentBench();
    down('jogLeft');
    up();
    down('zUp');
    wait(5000);
    up();
    expect(told('contact')).toMatchObject([{ inputNumber: 3 }]);
    expect(told('contact')[0]?.speedUmPerS).toBeGreaterThan(39);
  });

  it('counts another press against the pole piece as another contact, but a held one only once', () => {
    const { down, up, press, wait, told } = instrumentBench();
    down('zUp');
    wait(8000);
    expect(told('contact')).toHaveLength(1);
    up();
    press('zUp');
    expect(told('contact').map(({ inputNumber }) => inputNumber)).toEqual([1, 3]);
  });

  it('has a contact of a motion that inertia carried on after the release', () => {
    const { down, up, wait, told } = instrumentBench({ poleUm: 40 });
    down('zUp');
    wait(1130);
    up();
    const releasedMs = told('input').at(-1)?.atMs ?? 0;
    wait(2000);
    expect(told('contact')).toMatchObject([{ inputNumber: 1 }]);
    expect(told('contact')[0]?.atMs).toBeGreaterThan(releasedMs);
  });

  it('has the pictures taken, with the press that asked', () => {
    const { press, told } = instrumentBench();
    press('viewToggle');
    press('acquire');
    expect(told('acquired')).toMatchObject([{ inputNumber: 3 }]);
  });

  it('forgets the oldest entries when there are too many', () => {
    const log = new TruthLog();
    const count = MAX_TRUTH_ENTRIES * 1.25 + 1;
    for (let i = 1; i <= count; i++) log.write({ type: 'acquired', atMs: i, inputNumber: i });
    expect(log.entries).toHaveLength(MAX_TRUTH_ENTRIES);
    expect(log.entries.at(-1)?.atMs).toBe(count);
  });
});
