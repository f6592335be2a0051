import type { Mark, MarkColor, MarkTool } from '../../model/annotation/mark.ts';
import type { RoomPerson } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import { plainNumber } from '../plain-number.ts';
import { nameOf } from '../room/person.ts';
import type { Messages } from '../surroundings.ts';
import type { DrawTool } from './draw-state.ts';
import { placesOf } from './hit.ts';
import { labelText, type NumberWriter } from './label-text.ts';

export const TOOL_WORDS: Readonly<Record<DrawTool, string>> = {
  laser: 'uiDrawToolLaser',
  pen: 'uiDrawToolPen',
  arrow: 'uiDrawToolArrow',
  rectangle: 'uiDrawToolRectangle',
  ellipse: 'uiDrawToolEllipse',
  length: 'uiDrawToolLength',
  'scale-bar': 'uiDrawToolScaleBar',
  text: 'uiDrawToolText',
  erase: 'uiDrawToolErase',
};

/** Marks are called as the tools are; a pen's is a line. */
const MARK_WORDS: Readonly<Record<MarkTool, string>> = { ...TOOL_WORDS, pen: 'uiDrawLine' };

export const COLOR_WORDS: Readonly<Record<MarkColor, string>> = {
  yellow: 'uiDrawYellow',
  cyan: 'uiDrawCyan',
  magenta: 'uiDrawMagenta',
  green: 'uiDrawGreen',
  orange: 'uiDrawOrange',
  white: 'uiDrawWhite',
};

/** All that is needed to put a mark into words. */
export interface MarkWords {
  readonly messages: Messages;
  readonly people: readonly RoomPerson[];
  /** '' outside of a room. */
  readonly self: MemberId;
  readonly write: NumberWriter;
}

function authorOf(by: MemberId, { messages, people, self }: MarkWords): string {
  return by === '' || by === self ? messages('uiDrawYou') : nameOf(people, by, messages);
}

/** @example 'Arrow, Ada' */
export function markTitle(mark: Mark, words: MarkWords): string {
  return words.messages('uiDrawMark', kindOf(mark, words), authorOf(mark.by, words));
}

/** @example 'Arrow, Ada, from 10, 20 to 110, 20' */
export function markText(mark: Mark, words: MarkWords): string {
  return words.messages('uiDrawMarkAt', markTitle(mark, words), markPlace(mark, words));
}

/** Its tool, and what stands at it. */
function kindOf({ shape }: Mark, { messages, write }: MarkWords): string {
  const tool = messages(MARK_WORDS[shape.tool]);
  const label = labelText(shape, write);
  return label === '' ? tool : messages('uiDrawLabelled', tool, label);
}

export function markPlace(mark: Mark, { messages }: Pick<MarkWords, 'messages'>): string {
  const [from, to] = placesOf(mark);
  const write = plainNumber(messages);
  const whole = (value: number | undefined): string => write(Math.round(value ?? 0));
  if (to === undefined) return messages('uiDrawAt', whole(from?.x), whole(from?.y));
  return messages('uiDrawFromTo', whole(from?.x), whole(from?.y), whole(to.x), whole(to.y));
}
