import type { JSX } from 'preact';
import type { EntryLine } from '../../model/record/record-line.ts';
import { amounts } from '../../ui/amounts.ts';
import type { Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { entryWords } from './entry-words.ts';
import type { RecordTexts } from './record-texts.ts';

interface EntryTableProps {
  readonly entries: readonly EntryLine[];
  readonly text: Text;
  readonly messages: Messages;
  readonly texts: RecordTexts;
}

/** Entries in words, one a row. */
export function EntryTable({ entries, text, messages, texts }: EntryTableProps): JSX.Element {
  const figures = amounts(messages);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard
    <section class="table" aria-label={text('uiRecordsEntries')} tabIndex={0}>
      <table class="entries">
        <thead>
          <tr>
            <th scope="col">{text('uiRecordsTime')}</th>
            <th scope="col">{text('uiRecordsWhat')}</th>
            <th scope="col">{text('uiRecordsWhy')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ seq, wallMs, event }) => {
            const { what, details, tone } = entryWords(event, messages, figures);
            return (
              <tr key={seq} data-tone={tone}>
                <td class="number">{texts.clock(wallMs)}</td>
                <td class="what">{what}</td>
                <td>{details}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
