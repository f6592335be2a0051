import { describe, expect, it } from 'vitest';
import { IN_STATE, SessionRun, sight } from '../../support/guard-session.ts';

describe('a session that could not look', () => {
  it('begins without data, until the first answer', () => {
    const run = new SessionRun();
    expect(run.session.flags.noData).toBe(true);
    run.input();
    expect(run.session.name).toBe('idle');
    expect(run.answer(0).session.flags.noData).toBe(false);
  });

  it('needs the answer to a probe sent after the gap', () => {
    const run = IN_STATE.stable().blind();
    run.feed({ type: 'answer', nowMs: run.nowMs, excessMs: 0, sequence: 1 });
    expect(run.session.flags.noData).toBe(true);
    expect(run.answer(0).session.flags.noData).toBe(false);
  });

  it('counts as a Breakdown when nothing answers after the gap', () => {
    const run = IN_STATE.idle().blind();
    for (let i = 0; i < 60; i++) {
      run.nowMs += 50;
      const seen = sight('bad', { excessMs: 50 * i, sequence: 99 });
      run.feed({ type: 'tick', nowMs: run.nowMs, sight: seen });
    }
    expect(run.session.name).toBe('breakdown');
  });

  it('believes a server that cannot be asked again after 1 s', () => {
    const run = new SessionRun().link('ok', 950, { probing: false });
    expect(run.session.flags.noData).toBe(true);
    expect(run.link('ok', 50, { probing: false }).session.flags.noData).toBe(false);
  });
});

describe('an idle episode', () => {
  const label = (run: SessionRun) => run.session.idleLabel;
  it('is called thinking on a good net, and stays so when the net gets worse later', () => {
    const run = IN_STATE.stable().link('ok', 2000);
    expect(label(run)).toBe('think');
    expect(label(run.link('bad', 2000))).toBe('think');
  });
  it('is called an abort after trouble', () => {
    expect(label(IN_STATE.unstable().link('ok', 2500))).toBe('abort');
  });
  it('is called suppressed when the gate dropped input shortly before', () => {
    expect(label(IN_STATE.stable().input(false).link('ok', 2000))).toBe('suppressed');
  });
  it('is called without data when nothing could be seen', () => {
    const run = IN_STATE.stable().blind();
    run.nowMs += 2000;
    run.feed({ type: 'tick', nowMs: run.nowMs, sight: sight('ok') });
    expect(run.session).toMatchObject({ name: 'idle', idleLabel: 'no-data' });
  });
});
