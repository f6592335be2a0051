import type { JSX } from 'preact';
import { lockOn } from '../../model/policy/managed-settings.ts';
import { LockNote } from './lock-note.tsx';
import { ProfileFacts } from './profile-card.tsx';
import { ProfileList } from './profile-list.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

/** The user's instrument profiles, below those of the facility. */
export function ProfileSection({ facts, store, text }: SectionProps): JSX.Element {
  const library = store.profiles.library.value;
  const { givenProfiles, locked } = facts.status;
  const isOff = lockOn(locked, 'profiles') !== null;
  return (
    <SectionFrame section="profiles" hint={text('uiOptionsProfilesHint')} text={text}>
      <LockNote reason={lockOn(locked, 'profiles')} text={text} />
      {givenProfiles.length > 0 && (
        <>
          <p>{text('uiOptionsProfilesGiven')}</p>
          <ul class="cards">
            {givenProfiles.map((profile) => (
              <li key={`${profile.name}/${profile.binding.portal}/${profile.binding.socketHost}`} data-find>
                <article aria-label={profile.name}>
                  <h3>{profile.name}</h3>
                  <ProfileFacts profile={profile} text={text} />
                </article>
              </li>
            ))}
          </ul>
        </>
      )}
      {library === undefined && <p>{text('uiOptionsLoading')}</p>}
      {library === null && <p class="problem">{text('popupNoAnswer')}</p>}
      {library != null && (
        <ProfileList
          library={library}
          isOff={isOff}
          isBesideGiven={givenProfiles.length > 0}
          store={store.profiles}
          text={text}
        />
      )}
    </SectionFrame>
  );
}
