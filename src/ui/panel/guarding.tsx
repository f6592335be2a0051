import type { JSX } from 'preact';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Amounts } from '../amounts.ts';
import { blockText, guardingText } from '../reasons.ts';
import type { Messages } from '../surroundings.ts';
import { keyOf } from '../verdict-words.ts';

/** How far this connection is guarded, why not further, and what would help. */
export function GuardingPart(props: {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly snapshot: Snapshot;
}): JSX.Element {
  const { messages, amounts, snapshot } = props;
  const { normalCredit, hazardousCredit, instrument } = snapshot;
  const credit = [normalCredit.used, normalCredit.limit, hazardousCredit.used, hazardousCredit.limit];
  const reason = snapshot.guardingReason === null ? null : guardingText(snapshot.guardingReason);
  const block = snapshot.blocked === null ? null : blockText(snapshot.blocked);
  return (
    <section class="guarding">
      <h3>{messages('uiPanelGuarding')}</h3>
      {instrument.match === 'matched' && <p>{messages('uiPanelInstrument', instrument.name)}</p>}
      {instrument.match === 'unknown' && (
        <p class="block">
          <strong>{messages('uiUnknownTitle')}.</strong> {messages('uiUnknownDoing')}{' '}
          {messages('uiUnknownUntil')}
        </p>
      )}
      <p>{messages(keyOf('uiGuarded', snapshot.guarding))}</p>
      {reason !== null && (
        <p>
          {messages(reason.why)} {messages(reason.remedy)}
        </p>
      )}
      {snapshot.guarding === 'guarded' && (
        <p>{messages('uiPanelCredit', ...credit.map((each) => amounts.count(each)))}</p>
      )}
      {block !== null && snapshot.guarding !== 'closed' && (
        <p class="block">
          <strong>{messages(block.title)}.</strong> {messages(block.doing)} {messages(block.until)}
        </p>
      )}
    </section>
  );
}
