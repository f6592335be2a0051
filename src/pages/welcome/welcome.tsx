import type { JSX } from 'preact';
import type { MessageKey, Text } from '../../ui/message-key.ts';

/** What the toolbar button looks like, from the best to the worst; files of icons/. */
const FACES = [
  { icon: 'ok', badge: 'OK', words: 'uiWelcomeFaceOk' },
  { icon: 'caution', badge: '!!', words: 'uiWelcomeFaceCaution' },
  { icon: 'held', badge: 'II', words: 'uiWelcomeFaceHeld' },
  { icon: 'open', badge: 'NO', words: 'uiWelcomeFaceOpen' },
] as const satisfies readonly { icon: string; badge: string; words: MessageKey }[];

const LIMITS = [
  'uiWelcomeLimitLatched',
  'uiWelcomeLimitOthers',
  'uiWelcomeLimitHostile',
] as const satisfies readonly MessageKey[];

interface WelcomeProps {
  /** Keys that open the panel; '' when none are bound. */
  readonly shortcut: string;
  readonly text: Text;
}

/** What a person who has just installed RICE should know, in three steps. */
export function Welcome({ shortcut, text }: WelcomeProps): JSX.Element {
  return (
    <>
      <header>
        <img src="icons/rice-48.png" width="40" height="40" alt="" />
        <div>
          <h1>{text('uiWelcomeTitle')}</h1>
          <p class="hint">{text('uiWelcomeIntro')}</p>
        </div>
      </header>
      <main>
        <ol class="steps">
          <li>
            <section aria-labelledby="what">
              <h2 id="what">{text('uiWelcomeWhat')}</h2>
              <p>{text('uiWelcomeWhatWell')}</p>
              <p>{text('uiWelcomeWhatBad')}</p>
              <p>{text('uiWelcomeFaces')}</p>
              <ul class="faces">
                {FACES.map(({ icon, badge, words }) => (
                  <li key={icon}>
                    <img src={`icons/${icon}-32.png`} width="24" height="24" alt="" />
                    <strong>{badge}</strong>
                    <span>{text(words)}</span>
                  </li>
                ))}
              </ul>
            </section>
          </li>
          <li>
            <section aria-labelledby="enable">
              <h2 id="enable">{text('uiWelcomeEnable')}</h2>
              <p>{text('uiWelcomeEnableNothing')}</p>
              <ol class="how">
                <li>{text('uiWelcomeEnableOpen')}</li>
                <li>{text('uiWelcomeEnableButton')}</li>
                <li>{text('uiWelcomeEnableChoose', text('popupEnable'))}</li>
                <li>{text('uiWelcomeEnableReload')}</li>
              </ol>
              {shortcut !== '' && <p class="hint">{text('uiWelcomeShortcut', shortcut)}</p>}
            </section>
          </li>
          <li>
            <section aria-labelledby="limits">
              <h2 id="limits">{text('uiWelcomeLimits')}</h2>
              <p>
                <strong>{text('popupDisclaimer')}</strong>
              </p>
              <ul class="limits">
                {LIMITS.map((limit) => (
                  <li key={limit}>{text(limit)}</li>
                ))}
              </ul>
              <h3>{text('uiWelcomeHelp')}</h3>
              <p>{text('uiWelcomeHelpPopup')}</p>
              <p>{text('uiWelcomePrivacy')}</p>
            </section>
          </li>
        </ol>
        <p class="row">
          <a class="button main" href="options.html">
            {text('uiWelcomeOptions')}
          </a>
          <a class="button" href="records.html">
            {text('uiWelcomeRecords')}
          </a>
        </p>
      </main>
    </>
  );
}
