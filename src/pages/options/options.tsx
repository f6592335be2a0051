import type { JSX } from 'preact';
import type { Text } from '../../ui/message-key.ts';
import { LimitsForm } from './limits-form.tsx';
import type { OptionsStore } from './options-store.ts';
import { ProfileList } from './profile-list.tsx';
import { QualityList } from './quality-list.tsx';

interface OptionsProps {
  readonly store: OptionsStore;
  readonly text: Text;
}

/** The page of settings that are not of one site. */
export function Options({ store, text }: OptionsProps): JSX.Element {
  const facts = store.facts.value;
  return (
    <>
      <header>
        <img src="icons/rice-32.png" width="28" height="28" alt="" />
        <h1>{text('uiOptionsTitle')}</h1>
      </header>
      <main>
        <section aria-labelledby="profiles">
          <h2 id="profiles">{text('uiOptionsProfiles')}</h2>
          <p class="hint">{text('uiOptionsProfilesHint')}</p>
          {facts === undefined && <p>{text('uiOptionsLoading')}</p>}
          {facts !== undefined && facts.library === undefined && (
            <p class="problem">{text('popupNoAnswer')}</p>
          )}
          {facts?.library && <ProfileList library={facts.library} store={store} text={text} />}
        </section>
        {facts?.policy && (
          <section aria-labelledby="limits">
            <h2 id="limits">{text('uiOptionsLimits')}</h2>
            <LimitsForm policy={facts.policy} store={store} text={text} />
          </section>
        )}
        {facts?.quality && (
          <section aria-labelledby="quality">
            <h2 id="quality">{text('uiOptionsQuality')}</h2>
            <p class="hint">{text('uiOptionsQualityHint')}</p>
            <QualityList choices={facts.quality} store={store} text={text} />
          </section>
        )}
      </main>
      <footer>{text('popupDisclaimer')}</footer>
    </>
  );
}
