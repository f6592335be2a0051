import type { JSX } from 'preact';
import type { FunctionClass } from '../../model/policy/instrument-profile.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import { countsOf } from './profile-draft.ts';

/** What users call the classes. */
export const CLASS_WORDS = {
  view: 'uiClass_view',
  normal: 'uiClass_normal',
  hazardous: 'uiClass_hazardous',
  stop: 'uiClass_stop',
} as const satisfies Record<FunctionClass, MessageKey>;

interface ClassCountsProps {
  readonly marks: readonly { readonly class: FunctionClass }[];
  readonly text: Text;
}

/** "1 stop, 6 hazardous, 4 normal" */
export function ClassCounts({ marks, text }: ClassCountsProps): JSX.Element {
  const counts = countsOf(marks);
  if (counts.length === 0) return <>{text('uiNone')}</>;
  const language = text('uiLanguage') || undefined;
  const number = new Intl.NumberFormat(language);
  const list = new Intl.ListFormat(language, { style: 'narrow' });
  return (
    <>
      {list.format(
        counts.map(([each, count]) => text('uiClassCount', number.format(count), text(CLASS_WORDS[each]))),
      )}
    </>
  );
}
