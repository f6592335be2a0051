import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  number,
  object,
  optional,
  string,
  tagged,
} from '../decode/decode.ts';
import { journalDecoder } from '../gate/journal-decoder.ts';
import { MAX_PROFILES } from '../policy/instrument-profile.ts';
import { FEATURES } from '../policy/managed-policy.ts';
import { policyDecoder } from '../policy/policy-decoder.ts';
import { validProfileDecoder } from '../policy/profile-validation.ts';
import { qualityChoiceDecoder } from '../policy/quality-policy-decoder.ts';
import { MAX_SITES } from '../policy/settings.ts';
import { hostDecoder as host, siteModeDecoder } from '../policy/settings-decoder.ts';
import { recordEntries } from '../record/record-decoder.ts';
import { MAX_RECORDED_SESSIONS } from '../record/recorded-session.ts';
import type {
  ConnectionLife,
  FromContent,
  FromPages,
  LeftJournal,
  OverlayPart,
  RecordTaken,
  SaveOutcome,
  SessionReport,
  SiteSettings,
  TabManagement,
  TabStatus,
  ToLink,
} from './extension-message.ts';
import { MAX_ADDRESS, MAX_ENTRIES_PER_MESSAGE, MAX_TRACE_TEXT } from './hook-message.ts';
import { fromPagesAboutOptions } from './options-message-decoder.ts';
import { problemsDecoder } from './problems-decoder.ts';
import { fromContentAboutProfiles, fromPagesAboutProfiles } from './profile-message-decoder.ts';
import { fromContentAboutReports, fromPagesAboutReports } from './report-message-decoder.ts';
import { fromContentAboutRooms, fromPagesAboutRooms } from './room-port-decoder.ts';
import { relayHostDecoder } from './room-view-decoder.ts';
import { blockReason, connectionName, guarding, guardingReason, sessionState } from './session-words.ts';

/** Connections of one document that are reported; a portal has one, a wall of monitors perhaps twenty. */
export const MAX_REPORTS = 64;
/** A round trip beyond ten minutes says nothing that "stalled" does not. */
const MAX_ROUND_TRIP_MS = 600_000;
/** The browser's words about a failed registration. */
const MAX_FAULT_TEXT = 2000;
const MAX_TAB_ID = 2 ** 31 - 1;
const MAX_HOST_WITH_PORT = 300;

const sessionReport = object<SessionReport>({
  connection: connectionName,
  guarding,
  guardingReason: nullable(guardingReason),
  state: sessionState,
  blocked: nullable(blockReason),
  roundTripMs: nullable(number(0, MAX_ROUND_TRIP_MS)),
  instrument: choice('none', 'matched', 'unknown'),
});

export const sessionReportsDecoder: Decoder<readonly SessionReport[]> = list(sessionReport, MAX_REPORTS);

/** A UUID. */
const sessionName = string(64);
const count = number(0, Number.MAX_SAFE_INTEGER);

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

const fromContent = {
  ...fromContentAboutProfiles,
  ...fromContentAboutReports,
  ...fromContentAboutRooms,
  'site-settings': object<Extract<FromContent, { type: 'site-settings' }>>(tag('site-settings')),
  'show-overlay': object<Extract<FromContent, { type: 'show-overlay' }>>(tag('show-overlay')),
  'show-part': object<Extract<FromContent, { type: 'show-part' }>>({
    ...tag('show-part'),
    part: keyOf<OverlayPart>({
      ...{ panel: true, editor: true, safety: true, analyst: true, quality: true, room: true, draw: true },
      diagnostics: true,
    }),
  }),
  report: object<Extract<FromContent, { type: 'report' }>>({
    ...tag('report'),
    reports: sessionReportsDecoder,
  }),
  'built-in': object<Extract<FromContent, { type: 'built-in' }>>(tag('built-in')),
  'page-fault': object<Extract<FromContent, { type: 'page-fault' }>>({
    ...tag('page-fault'),
    problems: problemsDecoder,
  }),
  record: object<Extract<FromContent, { type: 'record' }>>({
    ...tag('record'),
    session: sessionName,
    first: count,
    entries: recordEntries(MAX_ENTRIES_PER_MESSAGE),
  }),
  journal: object<Extract<FromContent, { type: 'journal' }>>({
    ...tag('journal'),
    session: sessionName,
    address: string(MAX_ADDRESS),
    journal: journalDecoder,
    hasTaken: boolean,
  }),
  'left-journal': object<Extract<FromContent, { type: 'left-journal' }>>({
    ...tag('left-journal'),
    session: sessionName,
    address: string(MAX_ADDRESS),
  }),
  'set-quality': object<Extract<FromContent, { type: 'set-quality' }>>({
    ...tag('set-quality'),
    choice: qualityChoiceDecoder,
  }),
  trace: object<Extract<FromContent, { type: 'trace' }>>({
    ...tag('trace'),
    session: sessionName,
    first: count,
    text: string(MAX_TRACE_TEXT),
  }),
};

const fromPages = {
  ...fromPagesAboutOptions,
  ...fromPagesAboutProfiles,
  ...fromPagesAboutReports,
  ...fromPagesAboutRooms,
  'tab-status': object<Extract<FromPages, { type: 'tab-status' }>>({
    ...tag('tab-status'),
    tabId: number(0, MAX_TAB_ID),
    host: nullable(host),
  }),
  'set-site-mode': object<Extract<FromPages, { type: 'set-site-mode' }>>({
    ...tag('set-site-mode'),
    host,
    mode: siteModeDecoder,
  }),
  'set-site-quality': object<Extract<FromPages, { type: 'set-site-quality' }>>({
    ...tag('set-site-quality'),
    host,
    choice: qualityChoiceDecoder,
  }),
  'set-site-trace': object<Extract<FromPages, { type: 'set-site-trace' }>>({
    ...tag('set-site-trace'),
    host,
    traced: boolean,
  }),
  traces: object<Extract<FromPages, { type: 'traces' }>>(tag('traces')),
  'trace-pieces': object<Extract<FromPages, { type: 'trace-pieces' }>>({
    ...tag('trace-pieces'),
    session: sessionName,
    from: count,
  }),
  'forget-quality': object<Extract<FromPages, { type: 'forget-quality' }>>({
    ...tag('forget-quality'),
    host,
  }),
  'forget-site': object<Extract<FromPages, { type: 'forget-site' }>>({ ...tag('forget-site'), host }),
  'stored-settings': object<Extract<FromPages, { type: 'stored-settings' }>>(tag('stored-settings')),
  'reset-settings': object<Extract<FromPages, { type: 'reset-settings' }>>(tag('reset-settings')),
  records: object<Extract<FromPages, { type: 'records' }>>(tag('records')),
  'record-lines': object<Extract<FromPages, { type: 'record-lines' }>>({
    ...tag('record-lines'),
    session: sessionName,
    from: count,
  }),
  'delete-records': object<Extract<FromPages, { type: 'delete-records' }>>({
    ...tag('delete-records'),
    sessions: list(sessionName, MAX_RECORDED_SESSIONS),
  }),
};

/** What content scripts may say; anything of the pages' is a problem here. */
export const fromContentDecoder: Decoder<FromContent> = tagged<FromContent>(fromContent);

/** What the extension's own pages may say. */
export const fromPagesDecoder: Decoder<FromPages> = tagged<FromPages>(fromPages);

export const siteSettingsDecoder: Decoder<SiteSettings> = object<SiteSettings>({
  policy: policyDecoder,
  profiles: list(validProfileDecoder, MAX_PROFILES),
  problemCount: count,
  relayHost: optional(nullable(relayHostDecoder), null),
});

/** For the link: what the background sends unasked. */
export const toLinkDecoder: Decoder<ToLink> = tagged<ToLink>({
  'settings-changed': object<Extract<ToLink, { type: 'settings-changed' }>>(tag('settings-changed')),
  'is-open': object<Extract<ToLink, { type: 'is-open' }>>({ ...tag('is-open'), session: sessionName }),
  room: object<Extract<ToLink, { type: 'room' }>>({ ...tag('room'), relayHost: nullable(relayHostDecoder) }),
});

export const leftJournalDecoder: Decoder<LeftJournal> = object<LeftJournal>({
  journal: nullable(journalDecoder),
});

/** For the background: what a link answers. */
export const connectionLifeDecoder: Decoder<ConnectionLife> = object<ConnectionLife>({ isOpen: boolean });

export const tabStatusDecoder: Decoder<TabStatus> = object<TabStatus>({
  reports: sessionReportsDecoder,
  hooked: boolean,
  builtIn: boolean,
  unseenHosts: list(string(MAX_HOST_WITH_PORT), MAX_REPORTS),
  pageProblems: problemsDecoder,
  mode: siteModeDecoder,
  traced: boolean,
  withdrawnHosts: list(host, MAX_SITES),
  problems: problemsDecoder,
  registrationFault: nullable(string(MAX_FAULT_TEXT)),
  recordFault: nullable(string(MAX_FAULT_TEXT)),
  relayHost: nullable(relayHostDecoder),
  managed: object<TabManagement>({
    mode: boolean,
    disabled: list(choice(...FEATURES), FEATURES.length),
    problems: problemsDecoder,
  }),
});

export const recordTakenDecoder: Decoder<RecordTaken> = object<RecordTaken>({ next: count });

export const saveOutcomeDecoder: Decoder<SaveOutcome> = tagged<SaveOutcome>({
  saved: object<Extract<SaveOutcome, { type: 'saved' }>>(tag('saved')),
  unreadable: object<Extract<SaveOutcome, { type: 'unreadable' }>>({
    ...tag('unreadable'),
    problems: problemsDecoder,
  }),
  full: object<Extract<SaveOutcome, { type: 'full' }>>({
    ...tag('full'),
    maxSites: number(0, Number.MAX_SAFE_INTEGER),
  }),
});
