import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import example from '../../../profiles/generic-microscope-pc.json?raw';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import type { ProfileLibrary, StoredProfile } from '../../model/port/profile-message.ts';
import type { Text } from '../../ui/message-key.ts';
import { noticeText } from '../notice-text.ts';
import { ProfileCard } from './profile-card.tsx';
import type { ProfileListStore } from './profile-list-store.ts';
import { ProblemList, RefusalList } from './refusal-list.tsx';

interface ProfileListProps {
  readonly library: ProfileLibrary;
  /** The facility has switched own profiles off. */
  readonly isOff: boolean;
  /** Profiles of the facility are in force before these. */
  readonly isBesideGiven: boolean;
  readonly store: ProfileListStore;
  readonly text: Text;
}

/** All profiles, and the ways in: a file, a drop, the example. */
export function ProfileList({ library, isOff, isBesideGiven, store, text }: ProfileListProps): JSX.Element {
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const isLocked = library.problems.length > 0;
  const isEmpty = library.profiles.length === 0 && !isLocked;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a short cut; the button does the same
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0 && !isLocked && !isOff) void store.importFiles(files);
      }}
    >
      {isEmpty && !isOff && (
        <p data-find>{text(isBesideGiven ? 'uiOptionsEmptyBesideGiven' : 'uiOptionsEmpty')}</p>
      )}
      {!isLocked && !isOff && (
        <div class="row" data-find>
          <button type="button" class="main" onClick={() => chooser.current?.click()}>
            {text('uiOptionsImport')}
          </button>
          <input
            ref={chooser}
            type="file"
            accept=".json,application/json"
            multiple
            hidden
            onChange={(event) => {
              const input = event.currentTarget;
              void store.importFiles([...(input.files ?? [])]).then(() => {
                // The same file, once repaired, is a new choice.
                input.value = '';
              });
            }}
          />
          <span class="hint">{text('uiOptionsDrop')}</span>
          {isEmpty && (
            <button
              type="button"
              onClick={() => void store.importText('generic-microscope-pc.json', example)}
            >
              {text('uiOptionsExample')}
            </button>
          )}
        </div>
      )}
      <Said store={store} text={text} />
      {store.refusals.value.map((refusal, index) => (
        <RefusalList
          key={`${index}/${refusal.name}`}
          refusal={refusal}
          title={text('uiOptionsNotImported', refusal.name)}
          text={text}
        />
      ))}
      {isLocked && (
        <section class="refusal">
          <p class="problem">{text('uiOptionsLibraryUnreadable')}</p>
          <ProblemList problems={library.problems} input={library.raw} text={text} />
          <div class="row">
            <button type="button" onClick={() => store.exportLibrary(library.raw)}>
              {text('popupExport')}
            </button>
            <button type="button" onClick={() => void store.reset()}>
              {text('uiOptionsReset')}
            </button>
          </div>
        </section>
      )}
      {library.profiles.length > 0 && (
        <ul class="cards">
          {library.profiles.map((stored, index) => (
            <li key={stored.id} data-find>
              <ProfileCard
                stored={stored}
                isOff={isOff}
                inForce={sameBefore(library.profiles, index)}
                store={store}
                text={text}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the last click came to, and the way back. */
function Said({ store, text }: Pick<ProfileListProps, 'store' | 'text'>): JSX.Element {
  const notice = store.notice.value;
  const removed = store.removed.value;
  return (
    <div class="said">
      <p role="status" class="notice">
        {notice && noticeText(notice, text)}
        {removed && text('uiOptionsRemoved', removed.name)}
      </p>
      {removed && (
        <button type="button" ref={(button) => button?.focus()} onClick={() => void store.undoRemove()}>
          {text('uiOptionsUndo')}
        </button>
      )}
    </div>
  );
}

/** Of several profiles for one place only the first is in force. */
function sameBefore(profiles: readonly StoredProfile[], index: number): InstrumentProfile | undefined {
  const own = profiles[index];
  if (own?.type !== 'readable') return undefined;
  const { portal, socketHost } = own.profile.binding;
  const before = profiles
    .slice(0, index)
    .find(
      (each) =>
        each.type === 'readable' &&
        each.profile.binding.portal === portal &&
        each.profile.binding.socketHost === socketHost,
    );
  return before?.type === 'readable' ? before.profile : undefined;
}
