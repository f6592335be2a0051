import { describe, expect, test } from 'vitest';
import { ViewOnlyHold } from '../../src/plugin/view-only-hold.ts';
import { snapshotOf } from '../support/snapshot-of.ts';

/** noVNC as far as the hold sees it, with what was set. */
class FakeRfb {
  readonly set: boolean[] = [];
  sizesAsked = 0;
  #resizeSession = true;

  constructor(private viewing = false) {}

  get viewOnly(): boolean {
    return this.viewing;
  }

  set viewOnly(viewOnly: boolean) {
    this.set.push(viewOnly);
    this.viewing = viewOnly;
  }

  get resizeSession(): boolean {
    return this.#resizeSession;
  }

  set resizeSession(resize: boolean) {
    this.#resizeSession = resize;
    this.sizesAsked += 1;
  }
}

const permit = snapshotOf({ guarding: 'guarded', blocked: null });
const tasks = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('until the first permit', () => {
  test('noVNC only watches, and then never hears of it again', async () => {
    const rfb = new FakeRfb();
    const hold = new ViewOnlyHold(rfb);
    hold.told(snapshotOf({ guarding: 'connecting', blocked: null }));
    hold.told(snapshotOf({ guarding: 'guarded', blocked: 'no-data' }));
    await tasks();
    expect(rfb.set).toEqual([true]);
    hold.told(permit);
    await tasks();
    hold.told(snapshotOf({ guarding: 'guarded', blocked: 'breakdown' }));
    hold.told(permit);
    hold.giveBack();
    await tasks();
    expect(rfb.set).toEqual([true, false]);
    // noVNC asks for no size while it only watches.
    expect(rfb.sizesAsked).toBe(1);
  });

  test.each([
    ['whose input cannot be read', snapshotOf({ guarding: 'unguarded', blocked: null })],
    ['that is over', snapshotOf({ guarding: 'closed', blocked: null })],
  ])('a connection %s stays to be watched', async (_, snapshot) => {
    const rfb = new FakeRfb();
    new ViewOnlyHold(rfb).told(snapshot);
    await tasks();
    expect(rfb.viewOnly).toBe(true);
  });

  test('what the portal wished is what it gets back', async () => {
    const watching = new FakeRfb(true);
    new ViewOnlyHold(watching).told(permit);
    const driving = new FakeRfb();
    new ViewOnlyHold(driving).giveBack();
    await tasks();
    expect([watching.viewOnly, driving.viewOnly]).toEqual([true, false]);
  });

  test('a portal that only measures is not held', async () => {
    const rfb = new FakeRfb();
    new ViewOnlyHold(rfb).told(snapshotOf({ guarding: 'measuring', blocked: 'breakdown' }));
    await tasks();
    expect(rfb.viewOnly).toBe(false);
  });
});
