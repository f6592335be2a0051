import type { JSX } from 'preact';
import { type BadgeSetting, CORNERS, type Place } from '../placement.ts';
import type { Messages } from '../surroundings.ts';

export interface BadgeSettingsProps {
  readonly messages: Messages;
  readonly setting: BadgeSetting;
  readonly onChange: (change: Partial<BadgeSetting>) => void;
}

/** Where the badge is and how small it may be, for those who do not drag. */
export function BadgeSettings({ messages, setting, onChange }: BadgeSettingsProps): JSX.Element {
  const chosen = CORNERS.findIndex(
    (each) => each.edge === setting.place.edge && each.alongRatio === setting.place.alongRatio,
  );
  return (
    <section class="settings">
      <h3>{messages('uiPanelBadge')}</h3>
      <label>
        <span>{messages('uiPanelPlace')}</span>
        <select
          value={String(chosen)}
          onChange={(event) => {
            const place = CORNERS[Number(event.currentTarget.value)];
            if (place !== undefined) onChange({ place });
          }}
        >
          {chosen < 0 && <option value="-1">{messages('uiPlaceFree')}</option>}
          {CORNERS.map((each, index) => (
            <option key={wordOf(each)} value={String(index)}>
              {messages(wordOf(each))}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={setting.dot}
          onChange={(event) => onChange({ dot: event.currentTarget.checked })}
        />
        <span>{messages('uiPanelDot')}</span>
      </label>
    </section>
  );
}

function wordOf({ edge, alongRatio }: Place): string {
  const side = alongRatio === 0 ? 'Left' : alongRatio === 1 ? 'Right' : '';
  return `uiPlace${edge === 'top' ? 'Top' : 'Bottom'}${side}`;
}
