import type { JSX } from 'preact';
import type { SiteMode } from '../../model/policy/settings.ts';
import type { TabStatus } from '../../model/port/extension-message.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import type { PopupStore } from './popup-store.ts';
import type { Site } from './site.ts';

const MODES = [
  { mode: 'guard', label: 'popupModeGuard', hint: 'popupModeGuardHint' },
  { mode: 'measure', label: 'popupModeMeasure', hint: 'popupModeMeasureHint' },
  { mode: 'off', label: 'popupModeOff', hint: 'popupModeOffHint' },
] as const satisfies readonly { mode: SiteMode; label: MessageKey; hint: MessageKey }[];

interface ModeChoiceProps {
  readonly site: Site;
  readonly status: TabStatus | undefined;
  readonly store: PopupStore;
  readonly text: Text;
}

/** Guard, measure only, or off, for this site. Locked while the settings cannot be read, and therefore not written. */
export function ModeChoice({ site, status, store, text }: ModeChoiceProps): JSX.Element | null {
  if (status === undefined) return null;
  const isLocked = status.problems.length > 0;
  const isManaged = status.managed.mode;
  return (
    <fieldset disabled={isLocked}>
      <legend>{text('popupMode')}</legend>
      {MODES.map(({ mode, label, hint }) => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            value={mode}
            checked={status.mode === mode}
            disabled={isManaged}
            aria-describedby={`mode-${mode}`}
            onChange={() => void store.setMode(site.host, mode)}
          />
          <span class="choice">{text(label)}</span>
          <span class="hint" id={`mode-${mode}`}>
            {text(hint)}
          </span>
        </label>
      ))}
      {isManaged && <p class="hint">{text('popupManagedMode')}</p>}
      {isLocked && <p class="hint">{text('popupSettingsLocked')}</p>}
    </fieldset>
  );
}
