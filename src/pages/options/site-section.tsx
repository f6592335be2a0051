import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { lockOn } from '../../model/policy/managed-settings.ts';
import { coversHost, exactHost, isWebPattern } from '../../model/policy/origin-pattern.ts';
import type { SiteMode } from '../../model/policy/settings.ts';
import { addressList } from '../../ui/address-list.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import { LockNote } from './lock-note.tsx';
import type { OptionsFacts, OptionsStore } from './options-store.ts';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';

export const MODE_WORDS = {
  guard: 'popupModeGuard',
  measure: 'popupModeMeasure',
  off: 'popupModeOff',
} as const satisfies Record<SiteMode, MessageKey>;
const MODES: readonly SiteMode[] = ['guard', 'measure', 'off'];

/** What every section gets. */
export interface SectionProps {
  readonly facts: OptionsFacts;
  readonly store: OptionsStore;
  readonly text: Text;
}

/** The sites with their modes, what the browser allows there, and the way to forget one. */
export function SiteSection({ facts, store, text }: SectionProps): JSX.Element {
  const { status, origins } = facts;
  const said = useRef<HTMLParagraphElement>(null);
  const language = new Intl.Collator(text('uiLanguage'));
  const hosts = Object.keys(status.settings.sites).sort(language.compare);
  const withdrawn = hosts.filter(
    (host) => status.settings.sites[host] !== 'off' && grantsOf(host, origins).length === 0,
  );
  const wide = origins.filter((each) => isWebPattern(each) && exactHost(each) === undefined);
  const forgotten = store.forgotten.value;
  return (
    <SectionFrame section="sites" hint={text('uiOptionsSitesHint')} text={text}>
      {hosts.length === 0 && (
        <p class="empty" data-find>
          {text('uiOptionsSitesNone')}
        </p>
      )}
      <LockNote reason={lockOn(status.locked, 'traced')} text={text} />
      {withdrawn.length > 1 && (
        <div class="row" data-find>
          <p class="problem">{text('uiOptionsWithdrawn', count(withdrawn.length, text))}</p>
          <button type="button" class="main" onClick={() => void store.allow(withdrawn.flatMap(patternsOf))}>
            {text('uiOptionsAllowAll')}
          </button>
        </div>
      )}
      {hosts.length > 0 && (
        <ul class="rows">
          {hosts.map((host) => (
            <SiteRow
              key={host}
              host={host}
              facts={facts}
              store={store}
              text={text}
              onForget={() => {
                // The row goes with its button; what it came to is what comes next.
                said.current?.focus();
                void store.forgetSite(host);
              }}
            />
          ))}
        </ul>
      )}
      {wide.length > 0 && (
        <p class="hint" data-find>
          {text('uiOptionsWide', addressList(text, wide))}
        </p>
      )}
      <div class="said">
        <Said notice={store.said('sites')} text={text} said={said} />
        {forgotten !== undefined && (
          <button type="button" ref={(button) => button?.focus()} onClick={() => void store.undoForget()}>
            {text('uiOptionsUndo')}
          </button>
        )}
      </div>
    </SectionFrame>
  );
}

interface SiteRowProps extends SectionProps {
  readonly host: string;
  readonly onForget: () => void;
}

function SiteRow({ host, facts, store, text, onForget }: SiteRowProps): JSX.Element {
  const { settings, locked, problems } = facts.status;
  const mode = settings.sites[host] ?? settings.policy.mode;
  const lock = lockOn(locked, `sites.${host}`);
  const grants = grantsOf(host, facts.origins);
  const isUnreadable = problems.length > 0;
  const lockId = `lock-${host}`;
  return (
    <li data-find>
      <strong class="host">{host}</strong>
      <label class="inline">
        <span class="spoken">{text('uiOptionsModeOf', host)}</span>
        <select
          value={mode}
          disabled={lock !== null || isUnreadable}
          {...(lock === null ? {} : { 'aria-describedby': lockId })}
          onChange={(event) => {
            const chosen = MODES.find((each) => each === event.currentTarget.value);
            if (chosen !== undefined) void store.setMode(host, chosen);
          }}
        >
          {MODES.map((each) => (
            <option key={each} value={each}>
              {text(MODE_WORDS[each])}
            </option>
          ))}
        </select>
      </label>
      <label class="inline">
        <input
          type="checkbox"
          checked={settings.traced.includes(host)}
          disabled={isUnreadable || mode === 'off' || lockOn(locked, 'traced') !== null}
          aria-label={text('uiOptionsTraceOf', host)}
          onChange={(event) => void store.setTrace(host, event.currentTarget.checked)}
        />
        {text('uiOptionsTrace')}
      </label>
      <button
        type="button"
        disabled={lock !== null || isUnreadable}
        aria-label={text('uiOptionsForgetOf', host)}
        onClick={onForget}
      >
        {text('uiOptionsForget')}
      </button>
      {grants.length > 0 ? (
        <span class="grant">{text('uiOptionsGranted', addressList(text, grants))}</span>
      ) : (
        <span class="grant">
          <span class={mode === 'off' ? '' : 'problem'}>{text('uiOptionsNotGranted')}</span>
          {mode !== 'off' && (
            <button
              type="button"
              aria-label={text('uiOptionsAllowOf', host)}
              onClick={() => void store.allow(patternsOf(host))}
            >
              {text('uiOptionsAllow')}
            </button>
          )}
        </span>
      )}
      <LockNote reason={lock} id={lockId} text={text} />
    </li>
  );
}

/** Which permissions cover pages of this host. */
function grantsOf(host: string, origins: readonly string[]): readonly string[] {
  return origins.filter((each) => coversHost(each, host));
}

/** Both schemes: which one the page had is not kept. */
function patternsOf(host: string): readonly string[] {
  return [`http://${host}/*`, `https://${host}/*`];
}

function count(value: number, text: Text): string {
  return new Intl.NumberFormat(text('uiLanguage')).format(value);
}
