import type { BlockReason } from '../model/gate/outcome.ts';
import type { GuardingReason } from '../model/snapshot.ts';
import { keyOf } from './verdict-words.ts';

/** Why presses are held back, as keys of _locales: what is wrong, what is done about it, when it ends. */
export interface BlockText {
  readonly title: string;
  readonly doing: string;
  readonly until: string;
}

export function blockText(reason: BlockReason): BlockText {
  const key = keyOf('uiBlock', reason);
  return { title: `${key}_title`, doing: `${key}_doing`, until: `${key}_until` };
}

/** Why a connection cannot be read, and what can be done about it, as keys of _locales. */
export interface GuardingText {
  readonly why: string;
  readonly remedy: string;
}

export function guardingText(reason: GuardingReason | null): GuardingText {
  const key = keyOf('uiGuarding', reason ?? 'unknown');
  return { why: `${key}_why`, remedy: `${key}_remedy` };
}
