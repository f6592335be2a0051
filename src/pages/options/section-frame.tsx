import type { ComponentChildren, JSX } from 'preact';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import type { Section } from './options-store.ts';

/** What the sections are called, here and in the list of them. */
export const SECTION_TITLES = {
  sites: 'uiOptionsSites',
  behaviour: 'uiOptionsBehaviour',
  thresholds: 'uiOptionsLimits',
  quality: 'uiOptionsQuality',
  rooms: 'uiOptionsRooms',
  profiles: 'uiOptionsProfiles',
  records: 'uiOptionsRecords',
  keyboard: 'uiOptionsKeyboard',
  transfer: 'uiOptionsTransfer',
} as const satisfies Record<Section, MessageKey>;

interface SectionFrameProps {
  readonly section: Section;
  readonly hint: string;
  readonly text: Text;
  readonly children: ComponentChildren;
}

/** One section with its heading. What can be found by the search is in elements with `data-find`. */
export function SectionFrame({ section, hint, text, children }: SectionFrameProps): JSX.Element {
  return (
    <section id={section} aria-labelledby={`${section}-title`} data-section>
      <h2 id={`${section}-title`} tabIndex={-1}>
        {text(SECTION_TITLES[section])}
      </h2>
      <p class="hint">{hint}</p>
      {children}
    </section>
  );
}
