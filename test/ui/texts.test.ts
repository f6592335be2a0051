import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../src/model/room/member.ts';
import { noticeKeys } from '../../src/ui/notice.ts';
import { blockText, guardingText } from '../../src/ui/reasons.ts';
import { roomKeys } from '../../src/ui/room/room-keys.ts';
import { REASONS } from '../../src/ui/safety/override-part.tsx';
import { safetyKeys } from '../../src/ui/safety/safety-keys.ts';
import { NOTES, VERDICTS } from '../../src/ui/verdict.ts';
import { badgeKeys, keyOf, noteWords, verdictSpoken, verdictWord } from '../../src/ui/verdict-words.ts';
import { BLOCK_REASONS, GUARDING_REASONS, GUARDINGS } from './snapshots.ts';

type Texts = Readonly<Record<string, { readonly message: string }>>;

function textsOf(language: string): Texts {
  const url = new URL(`../../_locales/${language}/messages.json`, import.meta.url);
  const all = JSON.parse(readFileSync(url, 'utf8')) as Texts;
  return Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('ui')));
}

const english = textsOf('en');
const german = textsOf('de');

/** Keys written out in the sources; those made from names are listed in the tests below. */
function keysInSources(): readonly string[] {
  const root = new URL('../../src/', import.meta.url);
  const files = ['ui/', 'content/overlay/'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(new URL(folder + name, root), 'utf8')),
  );
  return files.flatMap((text) => [...text.matchAll(/'(ui[A-Z]\w*)'/g)].map((match) => match[1] ?? ''));
}

const made = [
  ...VERDICTS.flatMap((name) => [verdictWord(name), verdictSpoken(name)]),
  ...NOTES.map(noteWords),
  ...BLOCK_REASONS.map(blockText).flatMap(({ title, doing, until }) => [title, doing, until]),
  ...[null, ...GUARDING_REASONS].map(guardingText).flatMap(({ why, remedy }) => [why, remedy]),
  ...GUARDINGS.map((guarding) => keyOf('uiGuarded', guarding)),
  ...REASONS.map((reason) => keyOf('uiReason', reason)),
  ...['forbidden', 'impossible', 'spent'].map((state) => keyOf('uiOverride', state)),
  ...ROLES.map((role) => keyOf('uiRoomRole', role)),
  ...['mixed', 'taken'].map((doubt) => keyOf('uiRoomDoubt', doubt)),
  ...['empty', 'no-link', 'scheme', 'host', 'fragment', 'token', 'room', 'key'].map((problem) =>
    keyOf('uiRoomLink', problem),
  ),
  ...['bad-link', 'no-session', 'no-relay', 'not-allowed', 'failed'].map((type) =>
    keyOf('uiRoomOutcome', type),
  ),
];

describe('the texts', () => {
  it('have a sentence for every verdict, note, block reason and guarding reason', () => {
    for (const key of made) expect(english[key]?.message, key).toMatch(/\w/);
  });

  it('have every key that the sources write out, in one form or in plural forms', () => {
    const prefixes =
      /^ui(State|Say|Note|Block|Guarding|Guarded|Q|Recovering|Place(Top|Bottom)|Reason|Why|WhyDo|Override|Room(Outcome|Ended|Next|Stage|Refused|Doubt))$/;
    for (const key of keysInSources().filter((each) => !prefixes.test(each))) {
      expect(english[key] ?? english[`${key}_other`], key).toBeDefined();
    }
  });

  it('are looked up in advance as far as a warning of a guarded session may need them', () => {
    for (const key of [...noticeKeys(), ...badgeKeys(), ...safetyKeys(), ...roomKeys()]) {
      expect(english[key], key).toBeDefined();
    }
    for (const reason of BLOCK_REASONS) expect(noticeKeys()).toContain(blockText(reason).title);
    const safety = Object.keys(english).filter((key) =>
      /^ui(Safety|Hold|Rearm|Unstick|Stuck|Button)/.test(key),
    );
    expect(safetyKeys()).toEqual(expect.arrayContaining(safety));
  });

  it('exist in German with the same keys in the same order', () => {
    expect(Object.keys(german)).toEqual(Object.keys(english));
  });

  it('use the same substitutions in every language', () => {
    const used = (text: string | undefined) => [...(text ?? '').matchAll(/\$\d/g)].map(String).sort();
    for (const key of Object.keys(english)) {
      expect(used(german[key]?.message), key).toEqual(used(english[key]?.message));
    }
  });

  it('keep to the characters both browsers allow in a key', () => {
    for (const key of Object.keys(english)) expect(key).toMatch(/^\w+$/);
  });
});
