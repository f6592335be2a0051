import { describe, expect, it } from 'vitest';
import { InputAges } from '../../src/driver/input-ages.ts';
import { FakeRealm } from '../support/fake-realm.ts';

function watched(): { realm: FakeRealm; ages: InputAges } {
  const realm = new FakeRealm();
  const ages = new InputAges(realm.page);
  ages.watch(realm);
  return { realm, ages };
}

describe('the age of input', () => {
  it('is unknown before any event', () => {
    expect(watched().ages.ageMs('key')).toBeNull();
  });

  it('is how late the newest event of the kind was handled', () => {
    const { realm, ages } = watched();
    realm.userEvent('keydown', 700);
    realm.userEvent('pointerdown', 20);
    realm.userEvent('wheel', 3);
    expect([ages.ageMs('key'), ages.ageMs('pointer'), ages.ageMs('wheel')]).toEqual([700, 20, 3]);
    realm.userEvent('keyup', 5);
    expect(ages.ageMs('key')).toBe(5);
  });

  it('is not raised by what a script dispatches', () => {
    const { realm, ages } = watched();
    realm.userEvent('keydown', 900);
    realm.userEvent('keydown', 0, false);
    expect(ages.ageMs('key')).toBe(900);
  });

  it('says nothing about what is sent much later', () => {
    const { realm, ages } = watched();
    realm.userEvent('keydown', 900);
    realm.nowMs += 1001;
    expect(ages.ageMs('key')).toBeNull();
  });

  it('of a key sent by a button of the page is that of the click', () => {
    const { realm, ages } = watched();
    realm.userEvent('keydown', 5);
    realm.nowMs += 5000;
    realm.userEvent('mouseup', 800);
    expect(ages.ageMs('key')).toBe(800);
  });

  it('is never negative', () => {
    const { realm, ages } = watched();
    realm.userEvent('touchmove', -4);
    expect(ages.ageMs('pointer')).toBe(0);
  });
});
