import { beforeEach, describe, expect, test } from 'vitest';
import { ProfileStore } from '../../src/background/profile-store.ts';
import { type InstrumentProfile, MAX_PROFILES } from '../../src/model/policy/instrument-profile.ts';
import type { ProfileOutcome } from '../../src/model/port/profile-message.ts';
import { aProfile } from '../support/profiles.ts';

let local: Record<string, unknown>;
let store: ProfileStore;

beforeEach(() => {
  local = {};
  let number = 0;
  store = new ProfileStore(
    {
      get: async (key) =>
        typeof key === 'string' && key in local ? { [key]: structuredClone(local[key]) } : {},
      set: async (items) => void Object.assign(local, structuredClone(items)),
    },
    () => `id-${++number}`,
  );
});

const HERE = 'https://lab.example.org';
const ELSEWHERE = 'https://other.example.org';
function named(name: string, portal = HERE): InstrumentProfile {
  return { ...aProfile, name, binding: { ...aProfile.binding, portal } };
}
async function saved(profile: InstrumentProfile): Promise<string> {
  const outcome = await store.save(null, profile);
  return outcome.type === 'saved' ? outcome.id : expect.fail(outcome.type);
}
const names = async () =>
  (await store.list()).profiles.map((each) =>
    each.type === 'readable' ? each.profile.name : `? ${each.id}`,
  );

describe('the profiles', () => {
  test('are none at first, without a problem', async () => {
    expect(await store.list()).toEqual({ profiles: [], problems: [], raw: null });
  });

  test('are kept, changed in their place, and removed', async () => {
    const first = await saved(named('first'));
    const second = await saved(named('second'));
    expect(await store.save(first, named('changed'))).toEqual({ type: 'saved', id: first });
    expect(await names()).toEqual(['changed', 'second']);
    expect(await store.remove(second)).toEqual({ type: 'saved', id: second });
    expect(await names()).toEqual(['changed']);
    expect(await store.remove(second)).toEqual({ type: 'missing' });
  });

  test('that were removed come back to their place', async () => {
    await saved(named('first'));
    const second = await saved(named('second'));
    await saved(named('third'));
    await store.remove(second);
    expect(await store.restore(second)).toEqual({ type: 'saved', id: second });
    expect(await names()).toEqual(['first', 'second', 'third']);
    expect(await store.restore(second)).toEqual({ type: 'missing' });
  });

  test('that are edited while they are removed are not lost', async () => {
    const id = await saved(named('edited'));
    await store.remove(id);
    expect(await store.save(id, named('edited on'))).toMatchObject({ type: 'saved' });
    expect(await names()).toEqual(['edited on']);
  });

  test('are not kept with a problem, and every one is told', async () => {
    const outcome = await store.save(null, { ...aProfile, name: '', version: 2 });
    expect(outcome).toMatchObject({
      type: 'invalid',
      problems: [
        { path: 'version', code: 'version' },
        { path: 'name', code: 'empty' },
      ],
    });
    expect(local).toEqual({});
  });

  test('are limited in number', async () => {
    const entries = Array.from({ length: MAX_PROFILES }, (_, index) => ({
      id: `${index}`,
      profile: aProfile,
    }));
    local['profiles'] = {
      version: 1,
      profiles: entries,
      removed: [{ id: 'r', profile: aProfile, index: 0 }],
    };
    const full = { type: 'full', maxProfiles: MAX_PROFILES };
    expect(await store.save(null, aProfile)).toEqual(full);
    expect(await store.restore('r')).toEqual(full);
    expect(await store.save('7', named('changed'))).toMatchObject({ type: 'saved' });
  });

  test('saved at once are all kept', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => store.save(null, named(name))));
    expect(await names()).toEqual(['a', 'b', 'c']);
  });
});

describe('a profile that cannot be read', () => {
  const raw = { ...aProfile, version: 2, more: true };
  beforeEach(() => {
    local['profiles'] = { version: 1, profiles: [{ id: 'old', profile: raw }], removed: [] };
  });

  test('is shown as it is stored, with its problems, and is in force nowhere', async () => {
    const { profiles } = await store.list();
    expect(profiles).toMatchObject([
      { type: 'unreadable', id: 'old', raw, problems: [{ path: 'more' }, { path: 'version' }] },
    ]);
    expect(await store.forOrigin(HERE)).toEqual([]);
  });

  test('stays while others come and go', async () => {
    const id = await saved(named('new'));
    await store.remove(id);
    expect(local['profiles']).toMatchObject({ profiles: [{ id: 'old', profile: raw }] });
  });

  test('can be removed and put back', async () => {
    await store.remove('old');
    await store.restore('old');
    expect(await names()).toEqual(['? old']);
  });
});

describe('a library that cannot be read', () => {
  const raw = { version: 9, instruments: [1, 2] };
  beforeEach(() => {
    local['profiles'] = raw;
  });

  test('is shown and never written over', async () => {
    const list = await store.list();
    expect(list).toMatchObject({ profiles: [], raw });
    expect(list.problems.length).toBeGreaterThan(0);
    const outcomes: readonly ProfileOutcome[] = [
      await store.save(null, aProfile),
      await store.remove('a'),
      await store.restore('a'),
    ];
    for (const outcome of outcomes) expect(outcome).toMatchObject({ type: 'unreadable' });
    expect(local['profiles']).toEqual(raw);
  });

  test('is put aside by a reset, which leaves a readable one alone', async () => {
    await store.reset();
    expect(local['profiles-put-aside']).toEqual([raw]);
    await saved(named('new'));
    await store.reset();
    expect(await names()).toEqual(['new']);
    expect(local['profiles-put-aside']).toEqual([raw]);
  });
});

describe('a page', () => {
  test('gets the profiles of its own portal, the most exact first', async () => {
    await saved(named('domain', 'https://*.example.org'));
    await saved(named('here'));
    await saved(named('elsewhere', ELSEWHERE));
    expect((await store.forOrigin(HERE)).map(({ name }) => name)).toEqual(['here', 'domain']);
    expect(await store.forOrigin(null)).toEqual([]);
    expect((await store.list(HERE)).profiles).toHaveLength(2);
  });

  test('saves for its own portal only', async () => {
    expect(await store.save(null, named('mine'), HERE)).toMatchObject({ type: 'saved' });
    expect(await store.save(null, named('not mine', ELSEWHERE), HERE)).toEqual({ type: 'elsewhere' });
    expect(await store.save(null, named('nobody’s'), null)).toEqual({ type: 'elsewhere' });
    expect(await names()).toEqual(['mine']);
  });

  test('cannot take over the profile of another portal by its id', async () => {
    const id = await saved(named('theirs', ELSEWHERE));
    expect(await store.save(id, named('mine now'), HERE)).toEqual({ type: 'elsewhere' });
    expect(await names()).toEqual(['theirs']);
  });
});
