import {
  boolean,
  choice,
  type Decoder,
  list,
  nullable,
  number,
  object,
  optional,
  version,
} from '../../src/model/decode/decode.ts';
import { sessionState } from '../../src/model/port/session-words.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';
import { ARMS, PROFILES, REALMS, USERS } from './plan.ts';
import type { RunResult, RunSeries } from './result.ts';

const MOST = Number.MAX_SAFE_INTEGER;
/** Troubles, tasks, seconds: no run has more of any of them. */
const MOST_ELEMENTS = 3600;

const amount = number(0, MOST);
const amounts = list(amount, MOST_ELEMENTS);

const seconds: Decoder<Readonly<Record<SessionState, number>>> = object<Record<SessionState, number>>({
  idle: amount,
  stable: amount,
  unstable: amount,
  breakdown: amount,
  recovery: amount,
});

const series: Decoder<RunSeries> = object<RunSeries>({
  upKbps: amounts,
  downKbps: amounts,
  inputKbps: amounts,
  presses: amounts,
  supplyKbps: amounts,
  states: list(sessionState, MOST_ELEMENTS),
});

/** A judged run, as a line of a results file holds it. */
export const resultDecoder: Decoder<RunResult> = object<RunResult>({
  version: version(1),
  realm: choice(...REALMS),
  profile: choice(...PROFILES),
  user: choice(...USERS),
  arm: choice(...ARMS),
  seed: amount,
  patienceFactor: amount,
  retryProbability: nullable(number(0, 1)),
  heedProbability: number(0, 1),
  congestionControl: choice('cubic', 'bbr'),
  taskSeconds: amount,
  success: boolean,
  eachTaskSeconds: list(nullable(amount), MOST_ELEMENTS),
  actionsMade: amount,
  actionsExecuted: amount,
  strayExecuted: amount,
  retries: amount,
  aborts: amount,
  unintendedExecuted: amount,
  lateExecuted: amount,
  duplicateExecuted: amount,
  givenUpExecuted: amount,
  lateInOneTrouble: nullable(amount),
  creditAtTrouble: nullable(amount),
  limitContacts: amount,
  limitContactsKnowable: amount,
  limitContactsLatched: amount,
  overshootUm: amount,
  oldestExecutedMs: amount,
  blocked: amount,
  blockedLegitimate: amount,
  blockedLegitimateRetries: amount,
  detectionDelaysMs: list(nullable(amount), MOST_ELEMENTS),
  closedSeconds: amount,
  closedHealthySeconds: amount,
  secondsInState: nullable(seconds),
  unproductiveSeconds: nullable(amount),
  wireUpBitsPerSecond: amount,
  wireDownBitsPerSecond: amount,
  inputBitsPerSecond: amount,
  supplyBitsPerSecond: nullable(amount),
  // Lines of before it was measured do not have it.
  networkLateMs: optional(nullable(amount), null),
  qMos: nullable(number(1, 5)),
  series: nullable(series),
});
