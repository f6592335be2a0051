import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Text } from '../../ui/message-key.ts';
import { BehaviourSection } from './behaviour-section.tsx';
import { find } from './find.ts';
import { Finder } from './finder.tsx';
import { KeySection } from './key-section.tsx';
import { type OptionsFacts, type OptionsStore, SECTIONS } from './options-store.ts';
import { ProfileSection } from './profile-section.tsx';
import { QualitySection } from './quality-section.tsx';
import { RecordSection } from './record-section.tsx';
import { ProblemList } from './refusal-list.tsx';
import { RoomSection } from './room-section.tsx';
import { SECTION_TITLES } from './section-frame.tsx';
import { SiteSection } from './site-section.tsx';
import { ThresholdSection } from './threshold-section.tsx';
import { TransferSection } from './transfer-section.tsx';

interface OptionsProps {
  readonly store: OptionsStore;
  readonly text: Text;
}

/** The page of all settings. */
export function Options({ store, text }: OptionsProps): JSX.Element {
  const facts = store.facts.value;
  const main = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const isThere = facts != null;
  // The sections come after the page: only now is there something to jump to.
  useEffect(() => {
    if (isThere && location.hash !== '') jumpTo(location.hash.slice(1));
  }, [isThere]);
  return (
    <>
      <header>
        <img src="icons/rice-32.png" width="28" height="28" alt="" />
        <h1>{text('uiOptionsTitle')}</h1>
      </header>
      {isThere && (
        <div class="side">
          <Finder root={main} query={query} onQuery={setQuery} text={text} />
          <nav aria-label={text('uiOptionsSections')}>
            <ul>
              {SECTIONS.map((section) => (
                <li key={section}>
                  <a
                    href={`#${section}`}
                    onClick={(event) => {
                      event.preventDefault();
                      history.replaceState(null, '', `#${section}`);
                      // A search may have hidden where this leads to.
                      setQuery('');
                      if (main.current !== null) find(main.current, '');
                      jumpTo(section);
                    }}
                  >
                    {text(SECTION_TITLES[section])}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      )}
      <main ref={main}>
        {facts === undefined && <p>{text('uiOptionsLoading')}</p>}
        {facts === null && <p class="problem">{text('popupNoAnswer')}</p>}
        {isThere && <Sections facts={facts} store={store} text={text} />}
      </main>
      <footer>
        <p>{text('popupDisclaimer')}</p>
        <p>
          <a href="welcome.html">{text('uiOptionsWelcome')}</a>
        </p>
      </footer>
    </>
  );
}

function Sections(props: OptionsProps & { readonly facts: OptionsFacts }): JSX.Element {
  const { facts, text } = props;
  const { locked, problems, managedProblems } = facts.status;
  return (
    <>
      {problems.length > 0 && <p class="problem">{text('uiOptionsSettingsLocked')}</p>}
      {locked.length > 0 && <p class="managed">{text('uiOptionsManaged')}</p>}
      {managedProblems.length > 0 && (
        <section class="refusal" aria-label={text('uiOptionsManagedProblems')}>
          <p class="problem">{text('uiOptionsManagedProblems')}</p>
          <ProblemList problems={managedProblems} input={null} place={({ path }) => path} text={text} />
        </section>
      )}
      <SiteSection {...props} />
      <BehaviourSection {...props} />
      <ThresholdSection {...props} />
      <QualitySection {...props} />
      <RoomSection {...props} />
      <ProfileSection {...props} />
      <RecordSection {...props} />
      <KeySection {...props} />
      <TransferSection {...props} />
    </>
  );
}

/** The keyboard goes with the eye. */
function jumpTo(section: string): void {
  if (!SECTIONS.some((each) => each === section)) return;
  const title = document.getElementById(`${section}-title`);
  title?.scrollIntoView();
  title?.focus();
}
