import type { JSX } from 'preact';
import type { Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { noticeText } from '../notice-text.ts';
import { ModeChoice } from './mode-choice.tsx';
import { MoreChoices } from './more-choices.tsx';
import type { PopupStore } from './popup-store.ts';
import { type PopupFacts, type PopupView, popupView } from './popup-view.ts';
import { Problems } from './problems.tsx';
import { RoomPart } from './room-part.tsx';
import { Sessions } from './sessions.tsx';
import type { Site } from './site.ts';

interface PopupProps {
  readonly store: PopupStore;
  readonly text: Text;
  /** The same texts for components of src/ui. */
  readonly messages: Messages;
}

export function Popup({ store, text, messages }: PopupProps): JSX.Element {
  const facts = store.facts.value;
  const notice = store.notice.value;
  return (
    <>
      <header>
        <img src="icons/rice-32.png" width="20" height="20" alt="" />
        <h1>{text('popupTitle')}</h1>
        {facts?.tab?.site && <p class="host">{facts.tab.site.host}</p>}
      </header>
      <main>
        <Problems status={facts?.status} host={facts?.tab?.site?.host} store={store} text={text} />
        <Page view={popupView(facts)} facts={facts} store={store} text={text} messages={messages} />
        <RoomPart tab={facts?.tab} status={facts?.status} store={store} text={text} />
        <p role="status" class="notice">
          {notice && noticeText(notice, text)}
        </p>
        <p class="hint">{text('popupDisclaimer')}</p>
      </main>
      <footer>
        <a href="options.html" target="_blank" rel="noreferrer">
          {text('popupOptions')}
        </a>
        <a href="records.html" target="_blank" rel="noreferrer">
          {text('popupRecords')}
        </a>
      </footer>
    </>
  );
}

interface PageProps extends PopupProps {
  readonly view: PopupView;
  readonly facts: PopupFacts | undefined;
}

/** What is so on the page below the popup, and the one thing to do about it. */
function Page({ view, facts, store, text, messages }: PageProps): JSX.Element {
  const reload = <Reload facts={facts} store={store} text={text} />;
  const choice = (site: Site) => <ModeChoice site={site} status={facts?.status} store={store} text={text} />;
  const more = (site: Site) => (
    <MoreChoices
      {...{ site, store, text }}
      status={facts?.status}
      watchesUnseen={facts?.watchesUnseen === true}
    />
  );
  switch (view.type) {
    case 'loading':
      return <p>{text('popupLoading')}</p>;
    case 'not-a-site':
      return <p>{text('popupNotASite')}</p>;
    case 'no-answer':
      return <p class="problem">{text('popupNoAnswer')}</p>;
    case 'not-enabled':
      return (
        <section>
          <p>{text('popupNotEnabled', view.site.host)}</p>
          <button type="button" class="main" onClick={() => void store.enable(view.site)}>
            {text('popupEnable')}
          </button>
          <p class="hint">{text('popupEnableHint', view.site.host)}</p>
        </section>
      );
    case 'withdrawn':
      return (
        <section>
          <p class="problem">{text('popupWithdrawn', view.site.host)}</p>
          {view.reports.length > 0 && <p>{text('popupWithdrawnRunning')}</p>}
          <div class="row">
            <button type="button" class="main" onClick={() => void store.allowAgain(view.site.host)}>
              {text('popupAllowAgain')}
            </button>
            <button type="button" onClick={() => void store.forget(view.site.host)}>
              {text('popupForget')}
            </button>
          </div>
          <p class="hint">{text('popupEnableHint', view.site.host)}</p>
          <Sessions reports={view.reports} text={text} messages={messages} />
        </section>
      );
    case 'must-reload':
      return (
        <section>
          <p class="problem">{text('popupMustReload')}</p>
          {reload}
          {choice(view.site)}
        </section>
      );
    case 'off':
      return (
        <section>
          {view.stillRuns ? <p class="problem">{text('popupOffReload')}</p> : <p>{text('popupOff')}</p>}
          {view.stillRuns && reload}
          {choice(view.site)}
        </section>
      );
    case 'no-session':
      return (
        <section>
          <p>{text(view.builtIn ? 'popupBuiltIn' : 'popupNoSession')}</p>
          {choice(view.site)}
          {more(view.site)}
        </section>
      );
    case 'sessions':
      return (
        <section>
          <Sessions reports={view.reports} text={text} messages={messages} />
          {view.mustReload && <p class="problem">{text('popupModeReload')}</p>}
          {view.mustReload && reload}
          {choice(view.site)}
          {more(view.site)}
        </section>
      );
    default:
      return view satisfies never;
  }
}

function Reload({ facts, store, text }: Omit<PageProps, 'messages' | 'view'>): JSX.Element | null {
  const tabId = facts?.tab?.id;
  if (tabId === undefined) return null;
  return (
    <>
      <button type="button" class="main" onClick={() => void store.reload(tabId)}>
        {text('popupReload')}
      </button>
      <p class="hint">{text('popupReloadHint')}</p>
    </>
  );
}
