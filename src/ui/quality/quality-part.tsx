import type { JSX } from 'preact';
import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { GuardCommand } from '../../model/gate/command.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Amounts } from '../amounts.ts';
import { PressButton } from '../safety/press-button.tsx';
import type { Messages } from '../surroundings.ts';
import { byHand, QualityChoiceForm } from './quality-choice.tsx';
import { QualitySign, Share } from './quality-mark.tsx';
import { canChoose } from './quality-show.ts';
import { causeWords, FOCUS_KEY, FULL_KEY, levelText, obstacleWords } from './quality-words.ts';

export interface QualityPartProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly snapshot: Snapshot;
  /** In force, or on its way there. */
  readonly choice: QualityChoice;
  /** The extension is gone: what is chosen cannot be kept. */
  readonly detached: boolean;
  /** What was chosen last could not be kept. */
  readonly isUnsaved: boolean;
  readonly nowMs: () => number;
  readonly onCommand: (command: GuardCommand) => void;
  readonly onChoose: (choice: QualityChoice) => void;
}

/** The panel's part about the picture: what quality it is of, why, and all that the user may decide. */
export function QualityPart(props: QualityPartProps): JSX.Element | null {
  const { messages, amounts, snapshot, nowMs, onCommand } = props;
  const { quality, guarding } = snapshot;
  if (guarding === 'connecting' || guarding === 'closed') return null;
  const isFree = canChoose(snapshot);
  const level = levelText(quality, messages, amounts);
  const obstacle = obstacleWords(quality);
  const { full } = quality;
  return (
    <>
      {quality.isLossy && (
        // Stays in sight while the panel is scrolled: it covers the mark beside the badge.
        <p class="quality-line" data-tone="notice">
          <QualitySign name="lossy" /> <strong>{messages('uiQualityLossy')}</strong>
        </p>
      )}
      <section class="quality" aria-label={messages('uiQuality')}>
        <h3>{messages('uiQuality')}</h3>
        <p>
          {level === null ? (
            obstacle === null && messages('uiQualityUnknown')
          ) : (
            <>
              <strong>{level}</strong> {messages(causeWords(quality.cause))}
            </>
          )}
        </p>
        {obstacle !== null && <p class="quality-obstacle">{messages(obstacle)}</p>}
        {quality.isLossy && <p class="small">{messages('uiQualityLossyHint')}</p>}
        <div class="quality-row">
          <PressButton
            text={messages('uiQualityFull')}
            nowMs={nowMs}
            disabled={!isFree || full.state === 'coming'}
            onPress={() => onCommand({ type: 'full-quality' })}
          />
          <kbd>{FULL_KEY}</kbd>
          {full.state === 'coming' && <Share share={full.share} messages={messages} />}
          {full.state === 'complete' && (
            <span class="quality-fact" data-tone="good">
              <QualitySign name="complete" /> {messages('uiQualityComplete')}
            </span>
          )}
        </div>
        <p class="small">{messages('uiQualityFullHint')}</p>
        <div class="quality-row">
          <label>
            <input
              type="checkbox"
              checked={quality.isFocused}
              disabled={!isFree}
              aria-describedby="quality-focus"
              onChange={byHand((event) => onCommand({ type: 'focus', on: event.currentTarget.checked }))}
            />
            <span>{messages('uiQualityFocus')}</span>
          </label>
          <kbd>{FOCUS_KEY}</kbd>
        </div>
        <p class="small" id="quality-focus">
          {messages('uiQualityFocusHint')}
        </p>
        <QualityChoiceForm
          messages={messages}
          amounts={amounts}
          policy={quality.policy}
          choice={props.choice}
          level={quality.level}
          disabled={props.detached}
          onChoose={props.onChoose}
        />
        {props.detached && <p class="small">{messages('uiQualityDetached')}</p>}
        <p class="small" role="status">
          {props.isUnsaved && messages('uiQualityNotSaved')}
        </p>
      </section>
    </>
  );
}
