import type { QualityLevel } from '../../model/codec/quality-level.ts';
import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { QualityCause, QualityReading, QualityReason } from '../../model/codec/quality-reading.ts';
import type { Amounts } from '../amounts.ts';
import type { Messages } from '../surroundings.ts';

/** Fetches the picture in full quality. manifest.json suggests it; in the browser it can be changed. */
export const FULL_KEY = 'Alt+Shift+Q';
/** Switches "focus" on and off. */
export const FOCUS_KEY = 'Alt+Shift+F';

const CAUSES: Readonly<Record<QualityCause, string>> = {
  page: 'uiQualityCausePage',
  user: 'uiQualityCauseUser',
  network: 'uiQualityCauseNetwork',
  retries: 'uiQualityCauseRetries',
  opinion: 'uiQualityCauseOpinion',
  idle: 'uiQualityCauseIdle',
  clear: 'uiQualityCauseClear',
  full: 'uiQualityCauseFull',
};

const REASONS: Readonly<Record<QualityReason, string>> = {
  'lossless-page': 'uiQualityReasonLossless',
  'two-levels': 'uiQualityReasonTwo',
  unread: 'uiQualityReasonUnread',
  server: 'uiQualityReasonServer',
};

const CHOICES: Readonly<Record<QualityChoice['type'], string>> = {
  suggest: 'uiQualitySuggest',
  automatic: 'uiQualityAutomatic',
  fixed: 'uiQualityFixed',
};

/** Key of what made the level what it is, as a sentence. */
export function causeWords(cause: QualityCause): string {
  return CAUSES[cause];
}

/** Key of a choice's name. */
export function choiceWords(type: QualityChoice['type']): string {
  return CHOICES[type];
}

/**
 * Why the level has no effect or is left alone, as a key; null: it can be chosen, or nothing speaks against it yet.
 */
export function obstacleWords({ support, reason }: QualityReading): string | null {
  if (support === 'no-effect') return 'uiQualityNoEffect';
  if (support === 'none') return REASONS[reason ?? 'unread'];
  return null;
}

/**
 * A level as one finds it in a list.
 * @example levelName(6, messages, amounts) // '6 (good)'
 */
export function levelName(level: QualityLevel, messages: Messages, amounts: Amounts): string {
  return messages('uiQualityLevelName', amounts.count(level), messages(grade(level)));
}

/**
 * The level in force; null where none is.
 * @example levelText(reading, messages, amounts) // 'Level 6 of 9 (good)'
 */
export function levelText({ level }: QualityReading, messages: Messages, amounts: Amounts): string | null {
  if (level === null) return null;
  return messages('uiQualityLevel', amounts.count(level), messages(grade(level)));
}

/** A choice with its levels, as the list of sites has it. @example 'Fixed level, 6 (good)' */
export function choiceText(choice: QualityChoice, messages: Messages, amounts: Amounts): string {
  const name = (level: QualityLevel): string => levelName(level, messages, amounts);
  const word = messages(choiceWords(choice.type));
  switch (choice.type) {
    case 'suggest':
      return word;
    case 'automatic':
      return messages('uiQualityBetween', word, name(choice.lowest), name(choice.highest));
    case 'fixed':
      return messages('uiQualityAt', word, name(choice.level));
  }
}

/** By what TigerVNC makes of a level: 15 to 29 percent of JPEG's quality, 41 to 77, 79 to 86, and above. */
function grade(level: number): string {
  if (level <= 1) return 'uiQualityCoarse';
  if (level <= 5) return 'uiQualityMedium';
  return level <= 7 ? 'uiQualityGood' : 'uiQualityFine';
}

/** Every key that this part may ever need: they are looked up while the extension is there. */
export function qualityKeys(): readonly string[] {
  return [
    ...[CAUSES, REASONS, CHOICES].flatMap((words) => Object.values(words)),
    ...['uiQualityCoarse', 'uiQualityMedium', 'uiQualityGood', 'uiQualityFine'],
    ...['uiQuality', 'uiQualityLossy', 'uiQualityLossyShort', 'uiQualityLossyHint', 'uiQualityMore'],
    ...['uiQualityLevel', 'uiQualityLevelName', 'uiQualityBetween', 'uiQualityAt', 'uiQualityUnknown'],
    ...['uiQualityFull', 'uiQualityComing', 'uiQualityComplete', 'uiQualityFullHint'],
    ...['uiQualityFocus', 'uiQualityFocusHint', 'uiQualityFocusOn', 'uiQualityFocusOff', 'uiQualityFocusEnd'],
    ...['uiQualityWho', 'uiQualitySuggestHint', 'uiQualityAutomaticHint', 'uiQualityFixedHint'],
    ...['uiQualityLowest', 'uiQualityHighest', 'uiQualityFixedLevel', 'uiQualityBounds', 'uiQualityNoEffect'],
    ...['uiQualityOffer', 'uiQualityOfferYes', 'uiQualityOfferNo', 'uiQualityOfferSaid', 'uiQualityOff'],
    ...['uiQualityChosen', 'uiQualityNotSaved', 'uiQualityDetached'],
  ];
}
