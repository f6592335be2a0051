import { choice, type Decoder, list, nullable, number, object, string, tagged } from '../decode/decode.ts';
import { MAX_PROFILES } from '../policy/instrument-profile.ts';
import { validProfileDecoder } from '../policy/profile-validation.ts';
import { problemsDecoder } from './problems-decoder.ts';
import type {
  FromContentAboutProfiles,
  FromPagesAboutProfiles,
  ProfileLibrary,
  ProfileOutcome,
  SaveProfile,
  StoredProfile,
} from './profile-message.ts';

/** A UUID. */
const id = string(64);

/** Decoded by whoever keeps it, so that the answer can tell its problems. A missing one is null. */
const raw: Decoder<unknown> = (input) => input ?? null;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

const saveProfile = object<SaveProfile>({ ...tag('save-profile'), id: nullable(id), profile: raw });

/** For the table of what content scripts may say. */
export const fromContentAboutProfiles = {
  'portal-profiles': object<Extract<FromContentAboutProfiles, { type: 'portal-profiles' }>>(
    tag('portal-profiles'),
  ),
  'save-profile': saveProfile,
};

/** For the table of what the extension's own pages may say. */
export const fromPagesAboutProfiles = {
  profiles: object<Extract<FromPagesAboutProfiles, { type: 'profiles' }>>(tag('profiles')),
  'save-profile': saveProfile,
  'remove-profile': object<Extract<FromPagesAboutProfiles, { type: 'remove-profile' }>>({
    ...tag('remove-profile'),
    id,
  }),
  'restore-profile': object<Extract<FromPagesAboutProfiles, { type: 'restore-profile' }>>({
    ...tag('restore-profile'),
    id,
  }),
  'reset-profiles': object<Extract<FromPagesAboutProfiles, { type: 'reset-profiles' }>>(
    tag('reset-profiles'),
  ),
};

const storedProfile = tagged<StoredProfile>({
  readable: object<Extract<StoredProfile, { type: 'readable' }>>({
    ...tag('readable'),
    id,
    profile: validProfileDecoder,
  }),
  unreadable: object<Extract<StoredProfile, { type: 'unreadable' }>>({
    ...tag('unreadable'),
    id,
    raw,
    problems: problemsDecoder,
  }),
});

/** For pages and the region editor: what the background keeps. */
export const profileLibraryDecoder: Decoder<ProfileLibrary> = object<ProfileLibrary>({
  profiles: list(storedProfile, MAX_PROFILES),
  problems: problemsDecoder,
  raw,
});

export const profileOutcomeDecoder: Decoder<ProfileOutcome> = tagged<ProfileOutcome>({
  saved: object<Extract<ProfileOutcome, { type: 'saved' }>>({ ...tag('saved'), id }),
  invalid: object<Extract<ProfileOutcome, { type: 'invalid' }>>({
    ...tag('invalid'),
    problems: problemsDecoder,
  }),
  elsewhere: object<Extract<ProfileOutcome, { type: 'elsewhere' }>>(tag('elsewhere')),
  managed: object<Extract<ProfileOutcome, { type: 'managed' }>>(tag('managed')),
  missing: object<Extract<ProfileOutcome, { type: 'missing' }>>(tag('missing')),
  full: object<Extract<ProfileOutcome, { type: 'full' }>>({
    ...tag('full'),
    maxProfiles: number(0, Number.MAX_SAFE_INTEGER),
  }),
  unreadable: object<Extract<ProfileOutcome, { type: 'unreadable' }>>({
    ...tag('unreadable'),
    problems: problemsDecoder,
  }),
});
