import type { QualityLevel } from '../../model/codec/quality-level.ts';
import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { QualityCause, QualityReading, QualityReason } from '../../model/codec/quality-reading.ts';
import type { Amounts } from '../amounts.ts';
import type { MessageKey, Text } from '../message-key.ts';

/** Fetches the picture in full quality. manifest.json suggests it; in the browser it can be changed. */
export const FULL_KEY = 'Alt+Shift+Q';
/** Switches "focus" on and off. */
export const FOCUS_KEY = 'Alt+Shift+F';

/** How a number is written. */
type Count = Pick<Amounts, 'count'>;

const CAUSES: Readonly<Record<QualityCause, MessageKey>> = {
  page: 'uiQualityCausePage',
  user: 'uiQualityCauseUser',
  network: 'uiQualityCauseNetwork',
  retries: 'uiQualityCauseRetries',
  opinion: 'uiQualityCauseOpinion',
  idle: 'uiQualityCauseIdle',
  clear: 'uiQualityCauseClear',
  full: 'uiQualityCauseFull',
};

const REASONS: Readonly<Record<QualityReason, MessageKey>> = {
  'lossless-page': 'uiQualityReasonLossless',
  'two-levels': 'uiQualityReasonTwo',
  unread: 'uiQualityReasonUnread',
  server: 'uiQualityReasonServer',
};

const CHOICES: Readonly<Record<QualityChoice['type'], MessageKey>> = {
  suggest: 'uiQualitySuggest',
  automatic: 'uiQualityAutomatic',
  fixed: 'uiQualityFixed',
};

const CHOICE_HINTS: Readonly<Record<QualityChoice['type'], MessageKey>> = {
  suggest: 'uiQualitySuggestHint',
  automatic: 'uiQualityAutomaticHint',
  fixed: 'uiQualityFixedHint',
};

/** Key of what made the level what it is, as a sentence. */
export function causeWords(cause: QualityCause): MessageKey {
  return CAUSES[cause];
}

/** Key of a choice's name. */
export function choiceWords(type: QualityChoice['type']): MessageKey {
  return CHOICES[type];
}

/** Key of what a choice means. */
export function choiceHint(type: QualityChoice['type']): MessageKey {
  return CHOICE_HINTS[type];
}

/**
 * Why the level has no effect or is left alone, as a key; null: it can be chosen, or nothing speaks against it yet.
 */
export function obstacleWords({ support, reason }: QualityReading): MessageKey | null {
  if (support === 'no-effect') return 'uiQualityNoEffect';
  if (support === 'none') return REASONS[reason ?? 'unread'];
  return null;
}

/**
 * A level as one finds it in a list.
 * @example levelName(6, text, amounts) // '6 (good)'
 */
export function levelName(level: QualityLevel, text: Text, { count }: Count): string {
  return text('uiQualityLevelName', count(level), text(grade(level)));
}

/**
 * The level in force; null where none is.
 * @example levelText(reading, text, amounts) // 'Level 6 of 9 (good)'
 */
export function levelText({ level }: QualityReading, text: Text, { count }: Count): string | null {
  if (level === null) return null;
  return text('uiQualityLevel', count(level), text(grade(level)));
}

/** A choice with its levels, as the list of sites has it. @example 'Fixed level, 6 (good)' */
export function choiceText(choice: QualityChoice, text: Text, { count }: Count): string {
  const name = (level: QualityLevel): string => levelName(level, text, { count });
  const word = text(choiceWords(choice.type));
  switch (choice.type) {
    case 'suggest':
      return word;
    case 'automatic':
      return text('uiQualityBetween', word, name(choice.lowest), name(choice.highest));
    case 'fixed':
      return text('uiQualityAt', word, name(choice.level));
  }
}

/** By what TigerVNC makes of a level: 15 to 29 percent of JPEG's quality, 41 to 77, 79 to 86, and above. */
function grade(level: number): MessageKey {
  if (level <= 1) return 'uiQualityCoarse';
  if (level <= 5) return 'uiQualityMedium';
  return level <= 7 ? 'uiQualityGood' : 'uiQualityFine';
}

/** Every key that this part may ever need: they are looked up while the extension is there. */
export function qualityKeys(): readonly string[] {
  return [
    ...[CAUSES, REASONS, CHOICES, CHOICE_HINTS].flatMap((words) => Object.values(words)),
    ...['uiQualityCoarse', 'uiQualityMedium', 'uiQualityGood', 'uiQualityFine'],
    ...['uiQuality', 'uiQualityLossy', 'uiQualityLossyShort', 'uiQualityLossyHint', 'uiQualityMore'],
    ...[
      'uiQualityLevel',
      'uiQualityLevelName',
      'uiQualityBetween',
      'uiQualityAt',
      'uiQualityUnknown',
      'uiQualityNow',
    ],
    ...['uiQualityFull', 'uiQualityComing', 'uiQualityComplete', 'uiQualityFullHint'],
    ...['uiQualityFocus', 'uiQualityFocusHint', 'uiQualityFocusOn', 'uiQualityFocusOff', 'uiQualityFocusEnd'],
    ...[
      'uiQualityWho',
      'uiQualityLowest',
      'uiQualityHighest',
      'uiQualityFixedLevel',
      'uiQualityBounds',
      'uiQualityNoEffect',
    ],
    ...['uiQualityOffer', 'uiQualityOfferYes', 'uiQualityOfferNo', 'uiQualityOfferSaid', 'uiQualityOff'],
    ...['uiQualityChosen', 'uiQualityNotSaved', 'uiQualityDetached'],
  ];
}
