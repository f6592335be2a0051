import type { JSX } from 'preact';
import type { Amounts } from '../amounts.ts';
import { type Place, pointOf } from '../placement.ts';
import { PressButton } from '../safety/press-button.tsx';
import type { Messages } from '../surroundings.ts';
import type { QualityShow } from './quality-show.ts';
import { choiceWords } from './quality-words.ts';

/** Coarse blocks in a frame, and a tick: told apart without colour, on a 16 x 16 grid. */
const SIGNS = {
  lossy: ['M1.8 1.8h12.4v12.4H1.8Z', 'M4 4h4v4H4ZM8 8h4v4H8Z'],
  complete: ['M2.5 8.6 6.3 12.4 13.5 4.2', ''],
} as const;

/** The sign of a lossy picture, or of a complete one. */
export function QualitySign({ name }: { readonly name: keyof typeof SIGNS }): JSX.Element {
  const [line, fill] = SIGNS[name];
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path class="line" d={line} />
      <path class="fill" d={fill} />
    </svg>
  );
}

export interface QualityMarkProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly show: QualityShow;
  readonly level: number | null;
  readonly place: Place;
  /** All is well and the badge is a dot: as few words as will do. */
  readonly short: boolean;
  readonly nowMs: () => number;
  readonly onOpen: () => void;
  readonly onFocusEnd: () => void;
  /** The page's own quality again. */
  readonly onOff: () => void;
}

/** Beside the badge: that the picture is not for measurement, what was chosen, and the way out of it. */
export function QualityMark(props: QualityMarkProps): JSX.Element {
  const { messages, amounts, show, level, place, short, nowMs } = props;
  const { x, y } = pointOf(place);
  const { coming, chosen } = show;
  const hint = messages('uiQualityMore');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div
      role="group"
      class="quality-mark"
      aria-label={messages('uiQuality')}
      data-side={y >= 0.5 ? 'above' : 'below'}
      data-short={short}
      style={{ '--x': String(x), '--y': String(y) }}
      // The picture keeps the keyboard: a pressed mouse button must not move the focus here.
      onMouseDown={(event) => event.preventDefault()}
    >
      {show.lossy && (
        <button type="button" class="quality-word" data-tone="notice" title={hint} onClick={props.onOpen}>
          <QualitySign name="lossy" />
          {short && <span aria-hidden="true">{messages('uiQualityLossyShort')}</span>}
          <span class={short ? 'spoken' : undefined}>{messages('uiQualityLossy')}</span>
        </button>
      )}
      {coming !== null && (
        <span class="quality-fact">
          {messages('uiQualityComing')} <Share share={coming} messages={messages} />
        </span>
      )}
      {show.complete && (
        <span class="quality-fact" data-tone="good">
          <QualitySign name="complete" /> {messages('uiQualityComplete')}
        </span>
      )}
      {show.focused && (
        <span class="quality-fact">
          {messages('uiQualityFocus')}{' '}
          <PressButton text={messages('uiQualityFocusEnd')} nowMs={nowMs} onPress={props.onFocusEnd} />
        </span>
      )}
      {chosen !== null && (
        <span class="quality-fact">
          {level === null
            ? messages(choiceWords(chosen.type))
            : messages('uiQualityNow', messages(choiceWords(chosen.type)), amounts.count(level))}{' '}
          <PressButton text={messages('uiQualityOff')} nowMs={nowMs} onPress={props.onOff} />
        </span>
      )}
    </div>
  );
}

/** How much of the picture has come, as a bar and in whole percent. Never 100 % before it is complete. */
export function Share({
  share,
  messages,
}: {
  readonly share: number;
  readonly messages: Messages;
}): JSX.Element {
  const percent = new Intl.NumberFormat(messages('uiLanguage') || undefined, { style: 'percent' });
  const known = Math.min(0.99, Math.max(0, Math.floor(share * 100) / 100));
  return (
    <>
      <progress max={1} value={known} aria-label={messages('uiQualityComing')} />
      <span class="quality-share">{percent.format(known)}</span>
    </>
  );
}
