import { type JSX, render } from 'preact';
import type { Overlay } from '../overlay.tsx';
import { pointOf } from '../placement.ts';
import type { Messages } from '../surroundings.ts';
import type { AnalystView } from './analyst-view.ts';
import { RatingQuestion } from './rating-question.tsx';

export interface RatingCardOptions {
  readonly messages: Messages;
  readonly overlay: Pick<Overlay, 'setting'>;
  readonly analyst: Pick<AnalystView, 'asked' | 'rate' | 'dismiss' | 'watch'>;
}

/**
 * Asks once, after a session, how well one could work; on the badge's side of the picture, because warnings are on the
 * other, and below them. Takes no keyboard that is not given to it. Returns the way to remove it.
 */
export function mountRatingCard(container: HTMLElement, options: RatingCardOptions): () => void {
  const { messages, overlay, analyst } = options;
  let said = '';
  let shownFor: string | null = null;
  const draw = (): void => {
    const { asked } = analyst;
    if (asked !== null && asked !== shownFor) said = '';
    shownFor = asked;
    render(
      <div
        class="overlay"
        lang={messages('uiLanguage')}
        dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
      >
        {asked !== null && (
          <Card
            {...options}
            key={asked}
            asked={asked}
            side={pointOf(overlay.setting.place).y >= 0.5 ? 'bottom' : 'top'}
            onRated={() => {
              said = messages('uiRatingKept');
            }}
          />
        )}
        <div class="spoken" role="status">
          {said}
        </div>
      </div>,
      container,
    );
  };
  const unwatch = analyst.watch(draw);
  draw();
  return () => {
    unwatch();
    render(null, container);
  };
}

function Card(
  props: RatingCardOptions & {
    readonly asked: string;
    readonly side: 'top' | 'bottom';
    readonly onRated: () => void;
  },
): JSX.Element {
  const { messages, analyst, asked } = props;
  return (
    <section
      class="rating-card"
      data-side={props.side}
      aria-label={messages('uiRatingTitle')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') analyst.dismiss();
      }}
    >
      <RatingQuestion
        messages={messages}
        value={null}
        onRate={(value) => {
          props.onRated();
          analyst.rate(asked, value);
        }}
      >
        <button type="button" class="action" onClick={() => analyst.dismiss()}>
          {messages('uiRatingSkip')}
        </button>
      </RatingQuestion>
      <p class="rating-hint">{messages('uiRatingHint')}</p>
    </section>
  );
}
