import type { Reading } from './sample.ts';
import type { NumberForm } from './words.ts';

/** A column of the results, as the report tells it. */
export interface Measure {
  readonly name: string;
  readonly of: Reading;
  readonly form: NumberForm;
  /** Which way is good; null: neither, it is only told. */
  readonly better: 'less' | 'more' | null;
}

const each = { unit: 'per run', digits: 2 };

/** In the order of the report. */
export const MEASURES = {
  time: {
    name: 'Task time, s',
    of: (result) => result.taskSeconds,
    form: { unit: 's', digits: 1 },
    better: 'less',
  },
  success: {
    name: 'Success, % of runs',
    of: (result) => (result.success ? 1 : 0),
    form: { unit: '%', factor: 100, digits: 0 },
    better: 'more',
  },
  made: {
    name: 'Presses made, per run',
    of: (result) => result.actionsMade,
    form: { unit: 'per run', digits: 1 },
    better: 'less',
  },
  retries: {
    name: 'Repetitions, per run',
    of: (result) => result.retries,
    form: each,
    better: 'less',
  },
  unintended: {
    name: 'Unintended actions executed, per run',
    of: (result) => result.unintendedExecuted,
    form: each,
    better: 'less',
  },
  late: {
    name: 'Of those, more than 1 s late, per run',
    of: (result) => result.lateExecuted,
    form: each,
    better: 'less',
  },
  duplicate: {
    name: 'Of those, duplicates, per run',
    of: (result) => result.duplicateExecuted,
    form: each,
    better: 'less',
  },
  givenUp: {
    name: 'Of those, given up before, per run',
    of: (result) => result.givenUpExecuted,
    form: each,
    better: 'less',
  },
  contacts: {
    name: 'Contacts with the limit, per run',
    of: (result) => result.limitContacts,
    form: each,
    better: 'less',
  },
  knowable: {
    name: 'Of those, by a press made when a gate could know, per run',
    of: (result) => result.limitContactsKnowable,
    form: each,
    better: 'less',
  },
  latched: {
    name: 'Of those, by a motion latched before, per run',
    of: (result) => result.limitContactsLatched,
    form: each,
    better: 'less',
  },
  overshoot: {
    name: 'Way of the stage after the hand let go, µm per run',
    of: (result) => result.overshootUm,
    form: { unit: 'µm', digits: 0 },
    better: 'less',
  },
  oldest: {
    name: 'Largest delivery age, s',
    of: (result) => result.oldestExecutedMs,
    form: { unit: 's', factor: 1e-3, digits: 2 },
    better: 'less',
  },
  unproductive: {
    name: 'Time in Unstable, Breakdown and Recovery, s',
    of: (result) => result.unproductiveSeconds,
    form: { unit: 's', digits: 1 },
    better: 'less',
  },
  blocked: {
    name: 'Presses held back, per run',
    of: (result) => result.blocked,
    form: each,
    better: null,
  },
  legitimate: {
    name: 'Legitimate presses held back, per run',
    of: (result) => result.blockedLegitimate,
    form: each,
    better: 'less',
  },
  closedHealthy: {
    name: 'Gate closed while the network was well, s',
    of: (result) => result.closedHealthySeconds,
    form: { unit: 's', digits: 2 },
    better: 'less',
  },
  wireUp: {
    name: 'On the wire towards the instrument, kbit/s',
    of: (result) => result.wireUpBitsPerSecond,
    form: { unit: 'kbit/s', factor: 1e-3, digits: 1 },
    better: null,
  },
  input: {
    name: 'RFB input at the instrument, kbit/s',
    of: (result) => result.inputBitsPerSecond,
    form: { unit: 'kbit/s', factor: 1e-3, digits: 2 },
    better: null,
  },
  wireDown: {
    name: 'On the wire towards the user, Mbit/s',
    of: (result) => result.wireDownBitsPerSecond,
    form: { unit: 'Mbit/s', factor: 1e-6, digits: 2 },
    better: null,
  },
  supply: {
    name: 'Pictures received (Δb_out), Mbit/s',
    of: (result) => result.supplyBitsPerSecond,
    form: { unit: 'Mbit/s', factor: 1e-6, digits: 2 },
    better: null,
  },
  opinion: {
    name: 'Estimated MOS (model, uncalibrated)',
    of: (result) => result.qMos,
    form: { unit: '', digits: 2 },
    better: 'more',
  },
} as const satisfies Readonly<Record<string, Measure>>;
