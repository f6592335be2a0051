import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import type { StoredProfile } from '../../model/port/profile-message.ts';
import type { Text } from '../../ui/message-key.ts';
import { ClassCounts } from './class-counts.tsx';
import { ProfileForm } from './profile-form.tsx';
import type { ProfileListStore } from './profile-list-store.ts';
import { ProblemList } from './refusal-list.tsx';

interface ProfileCardProps {
  readonly stored: StoredProfile;
  /** The profile that stands before this one for the same place, so that this one is not in force. */
  readonly inForce: InstrumentProfile | undefined;
  /** The facility has switched own profiles off: they can be taken out and nothing else. */
  readonly isOff: boolean;
  readonly store: ProfileListStore;
  readonly text: Text;
}

/** One profile of the list, or its form. */
export function ProfileCard({ stored, inForce, isOff, store, text }: ProfileCardProps): JSX.Element {
  if (stored.type === 'unreadable')
    return <Unreadable stored={stored} isOff={isOff} store={store} text={text} />;
  return <Readable stored={stored} inForce={inForce} isOff={isOff} store={store} text={text} />;
}

interface ReadableProps extends ProfileCardProps {
  readonly stored: Extract<StoredProfile, { type: 'readable' }>;
}

function Readable({ stored, inForce, isOff, store, text }: ReadableProps): JSX.Element {
  const { id, profile } = stored;
  const title = useId();
  const editButton = useRef<HTMLButtonElement>(null);
  const isOpen = store.editing.value === id;
  const wasOpen = useRef(false);
  // The form is gone: back to where it was opened.
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen) editButton.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <article aria-labelledby={title}>
      <h3 id={title}>{profile.name}</h3>
      {inForce !== undefined && <p class="problem">{text('uiOptionsShadowed', inForce.name)}</p>}
      {isOpen ? (
        <ProfileForm id={id} profile={profile} store={store} text={text} />
      ) : (
        <>
          <ProfileFacts profile={profile} text={text} />
          <div class="row">
            <button
              type="button"
              ref={editButton}
              disabled={isOff}
              onClick={() => store.edit(id)}
              aria-describedby={title}
            >
              {text('uiOptionsEdit')}
            </button>
            <button type="button" onClick={() => store.exportProfile(stored)} aria-describedby={title}>
              {text('uiOptionsExport')}
            </button>
            <button
              type="button"
              disabled={isOff}
              onClick={() => void store.duplicate(profile, text('uiOptionsCopyOf', profile.name))}
              aria-describedby={title}
            >
              {text('uiOptionsDuplicate')}
            </button>
            <button
              type="button"
              disabled={isOff}
              onClick={() => void store.remove(id, profile.name)}
              aria-describedby={title}
            >
              {text('uiOptionsDelete')}
            </button>
          </div>
        </>
      )}
    </article>
  );
}

interface ProfileFactsProps {
  readonly profile: InstrumentProfile;
  readonly text: Text;
}

/** Where a profile holds, and what it marks. */
export function ProfileFacts({ profile, text }: ProfileFactsProps): JSX.Element {
  return (
    <dl>
      <dt>{text('uiField_portal')}</dt>
      <dd>{profile.binding.portal}</dd>
      <dt>{text('uiField_socketHost')}</dt>
      <dd>{profile.binding.socketHost}</dd>
      <dt>{text('uiOptionsRegions')}</dt>
      <dd>
        <ClassCounts marks={profile.regions} text={text} />
      </dd>
      <dt>{text('uiOptionsKeys')}</dt>
      <dd>
        <ClassCounts marks={profile.keys} text={text} />
      </dd>
    </dl>
  );
}

interface UnreadableProps extends Omit<ProfileCardProps, 'inForce'> {
  readonly stored: Extract<StoredProfile, { type: 'unreadable' }>;
}

function Unreadable({ stored, isOff, store, text }: UnreadableProps): JSX.Element {
  const title = useId();
  const name = text('uiOptionsUnreadableName');
  return (
    <article aria-labelledby={title}>
      <h3 id={title}>{name}</h3>
      <p class="problem">{text('uiOptionsUnreadable')}</p>
      <ProblemList problems={stored.problems} input={stored.raw} text={text} />
      <div class="row">
        <button type="button" onClick={() => store.exportProfile(stored)} aria-describedby={title}>
          {text('popupExport')}
        </button>
        <button
          type="button"
          disabled={isOff}
          onClick={() => void store.remove(stored.id, name)}
          aria-describedby={title}
        >
          {text('uiOptionsDelete')}
        </button>
      </div>
    </article>
  );
}
