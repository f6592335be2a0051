import type { JSX } from 'preact';
import type { Snapshot } from '../../model/snapshot.ts';
import { blockText, guardingText } from '../reasons.ts';
import type { Messages } from '../surroundings.ts';
import { keyOf } from '../verdict-words.ts';

/** How far this connection is guarded, why not further, and what would help. */
export function GuardingPart(props: {
  readonly messages: Messages;
  readonly snapshot: Snapshot;
}): JSX.Element {
  const { messages, snapshot } = props;
  const reason = snapshot.guardingReason === null ? null : guardingText(snapshot.guardingReason);
  const block = snapshot.blocked === null ? null : blockText(snapshot.blocked);
  return (
    <section class="guarding">
      <h3>{messages('uiPanelGuarding')}</h3>
      <p>{messages(keyOf('uiGuarded', snapshot.guarding))}</p>
      {reason !== null && (
        <p>
          {messages(reason.why)} {messages(reason.remedy)}
        </p>
      )}
      {block !== null && snapshot.guarding !== 'closed' && (
        <p class="block">
          <strong>{messages(block.title)}.</strong> {messages(block.doing)} {messages(block.until)}
        </p>
      )}
    </section>
  );
}
