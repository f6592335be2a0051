import { describe, expect, it } from 'vitest';
import { REPORT_PERIOD_MS, Reporter } from '../../../src/content/link/reporter.ts';
import type { SessionReport } from '../../../src/model/port/extension-message.ts';
import { snapshotOf } from '../../support/snapshot-of.ts';

class Rig {
  nowMs = 0;
  readonly sent: (readonly SessionReport[])[] = [];
  readonly #waiting: { readonly atMs: number; readonly callback: () => void }[] = [];
  readonly reporter = new Reporter({
    send: (reports) => this.sent.push(reports),
    later: (delayMs, callback) => this.#waiting.push({ atMs: this.nowMs + delayMs, callback }),
    nowMs: () => this.nowMs,
  });

  pass(elapsedMs: number): void {
    this.nowMs += elapsedMs;
    const due = this.#waiting.filter(({ atMs }) => atMs <= this.nowMs);
    for (const each of due) {
      this.#waiting.splice(this.#waiting.indexOf(each), 1);
      each.callback();
    }
  }
}

describe('the reporter', () => {
  it('tells edges, not pictures', () => {
    const rig = new Rig();
    for (let i = 0; i < 10; i++) {
      rig.reporter.update([snapshotOf({ nowMs: i })]);
      rig.pass(REPORT_PERIOD_MS);
    }
    rig.reporter.update([snapshotOf({ blocked: 'probe-overdue' })]);
    rig.pass(REPORT_PERIOD_MS);
    rig.reporter.update([snapshotOf({ blocked: 'probe-overdue', state: 'breakdown' })]);
    expect(rig.sent.map(([report]) => [report?.state, report?.blocked])).toEqual([
      ['stable', null],
      ['stable', 'probe-overdue'],
      ['breakdown', 'probe-overdue'],
    ]);
  });

  it('tells a burst of edges twice: its beginning at once and its end', () => {
    const rig = new Rig();
    for (const state of ['stable', 'unstable', 'stable', 'breakdown'] as const) {
      rig.reporter.update([snapshotOf({ state })]);
      rig.pass(10);
    }
    rig.pass(REPORT_PERIOD_MS);
    expect(rig.sent.map(([report]) => report?.state)).toEqual(['stable', 'breakdown']);
  });

  it('is silent when a burst ends where it began', () => {
    const rig = new Rig();
    for (const state of ['stable', 'unstable', 'stable'] as const)
      rig.reporter.update([snapshotOf({ state })]);
    rig.pass(REPORT_PERIOD_MS);
    expect(rig.sent).toHaveLength(1);
  });

  it('tells again what the background did not hear', () => {
    const rig = new Rig();
    rig.reporter.update([snapshotOf()]);
    rig.reporter.failed();
    rig.pass(REPORT_PERIOD_MS);
    rig.reporter.update([snapshotOf()]);
    expect(rig.sent).toHaveLength(2);
  });
});
