import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import type { Bin } from '../../../src/model/measure/bin.ts';
import { SessionModel } from '../../../src/model/measure/quantities/session-model.ts';
import type { ToBackground } from '../../../src/model/port/extension-message.ts';
import { fromContentDecoder } from '../../../src/model/port/extension-message-decoder.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import {
  AnalystDesk,
  ASK_FOR_MS,
  MAX_ANALYSED,
  SEND_EVERY_MS,
} from '../../../src/ui/analyst/analyst-desk.ts';
import type { BinListener } from '../../../src/ui/analyst/bin-feed.ts';
import { activityOf, binOf } from '../../support/bin-of.ts';
import { snapshotOf } from '../../support/snapshot-of.ts';

const EPOCH_MS = Date.UTC(2026, 2, 14);

/** A link whose bins and pictures the test sends, and a background that takes them or not. */
class FakeWorld {
  nowMs = 1_000;
  takes = true;
  detached = false;
  names = new Map([['c1', 'record-1']]);
  readonly sent: ToBackground[] = [];
  readonly timers: { readonly atMs: number; readonly callback: () => void }[] = [];
  #bins: BinListener = () => {};
  #snapshots: (snapshots: readonly Snapshot[]) => void = () => {};
  readonly desk: AnalystDesk;
  readonly stop: () => void;

  constructor() {
    const world = this;
    this.desk = new AnalystDesk({
      link: {
        onBins: (listener) => {
          this.#bins = listener;
          return () => {
            this.#bins = () => {};
          };
        },
        subscribe: (listener) => {
          this.#snapshots = listener;
          return () => {};
        },
        recordName: (connection) => this.names.get(connection) ?? null,
        get detached() {
          return world.detached;
        },
      },
      newModel: () => new SessionModel(),
      send: async (message) => {
        this.sent.push(structuredClone(message));
        return { taken: this.takes };
      },
      epochMs: () => EPOCH_MS + this.nowMs,
      later: (delayMs, callback) => {
        const timer = { atMs: this.nowMs + delayMs, callback };
        this.timers.push(timer);
        return () => void this.timers.splice(this.timers.indexOf(timer), 1);
      },
    });
    this.stop = this.desk.start();
  }

  /** Lets a session run; an action every second when the user is there. */
  async run(ms: number, { connection = 'c1', active = true } = {}): Promise<void> {
    for (let passed = 0; passed < ms; passed += 500) {
      this.nowMs += 500;
      this.#bins(
        connection,
        Array.from({ length: 10 }, (_each, index) =>
          workBin(this.nowMs - 500 + 50 * (index + 1), active && index === 0 && passed % 1_000 === 0),
        ),
      );
      for (const timer of this.timers.filter(({ atMs }) => atMs <= this.nowMs)) {
        this.timers.splice(this.timers.indexOf(timer), 1);
        timer.callback();
      }
      await settled();
    }
  }

  async close(connection = 'c1'): Promise<void> {
    this.names.delete(connection);
    this.#snapshots([snapshotOf({ connection, guarding: 'closed' })]);
    await settled();
  }

  models = () => this.sent.flatMap((each) => (each.type === 'session-model' ? [each] : []));
  ratings = () => this.sent.flatMap((each) => (each.type === 'rate-session' ? [each] : []));
}

/** Every promise that waits has gone on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function workBin(atMs: number, isActive: boolean): Bin {
  return binOf({
    atMs,
    activity: isActive ? [activityOf({ function: 'stage' })] : [],
    supplyBytes: 2_000,
    updates: 1,
    roundTripMs: 40,
    baseMs: 38,
    state: 'stable',
    idleLabel: null,
  });
}

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

describe('the analyst', () => {
  it('knows nothing of a connection without bins, and the model’s word with them', async () => {
    expect(world.desk.analysis('c1')).toBeNull();
    await world.run(5_000);
    const analysis = world.desk.analysis('c1');
    expect(analysis?.reading.lengthMs).toBe(5_000);
    expect(analysis?.trail.length).toBeGreaterThanOrEqual(4);
    expect(world.desk.rows('c1')).toEqual(analysis?.trail);
    expect(world.desk.wallOffsetMs('c1')).toBe(EPOCH_MS);
  });

  it('has a new word every second and not for every bin', async () => {
    await world.run(2_000);
    const first = world.desk.analysis('c1');
    await world.run(500);
    expect(world.desk.analysis('c1')).toBe(first);
    await world.run(500);
    expect(world.desk.analysis('c1')).not.toBe(first);
  });

  it('sends every ten seconds what is new, in a form that the background reads', async () => {
    await world.run(3 * SEND_EVERY_MS + 1_000);
    expect(world.models()).toHaveLength(3);
    for (const message of world.sent)
      expect(run(fromContentDecoder, message)).toEqual({ ok: true, value: message });
    const rows = world.models().flatMap((each) => each.rows.map(({ atMs }) => atMs));
    expect(rows).toEqual([...new Set(rows)]);
    expect(rows.length).toBeGreaterThanOrEqual(29);
    expect(world.models()[0]).toMatchObject({ session: 'record-1', wallOffsetMs: EPOCH_MS });
  });

  it('sends again what was not taken', async () => {
    world.takes = false;
    await world.run(SEND_EVERY_MS + 1_000);
    world.takes = true;
    await world.run(SEND_EVERY_MS);
    const [first, second] = world.models();
    expect(second?.rows.length).toBeGreaterThan(first?.rows.length ?? 0);
    expect(second?.rows[0]).toEqual(first?.rows[0]);
  });

  it('sends nothing of a session that is not recorded, nor when the extension is gone', async () => {
    await world.run(SEND_EVERY_MS + 1_000, { connection: 'unnamed' });
    world.detached = true;
    await world.run(SEND_EVERY_MS + 1_000);
    expect(world.sent).toEqual([]);
  });

  it('sends the rest at the end, under the name the link has forgotten, and tries again a few times', async () => {
    await world.run(12_000);
    world.takes = false;
    const before = world.models().length;
    await world.close();
    await world.run(100_000, { connection: 'other' });
    expect(world.models().length - before).toBe(7);
    expect(world.models().at(-1)?.session).toBe('record-1');
  });

  it('keeps eight connections, and gives up a closed one first', async () => {
    for (let number = 0; number < MAX_ANALYSED; number += 1) {
      await world.run(500, { connection: `n${number}` });
    }
    await world.close('n3');
    await world.run(500, { connection: 'more' });
    expect(world.desk.analysis('n3')).toBeNull();
    expect(world.desk.analysis('n0')).not.toBeNull();
    await world.run(500, { connection: 'yet more' });
    expect(world.desk.analysis('n0')).toBeNull();
  });

  it('asks the background what it counted, and believes only what it can read', async () => {
    await world.run(500);
    expect(await world.desk.facts('c1')).toBeNull();
    expect(world.sent.at(-1)).toEqual({ type: 'session-facts', session: 'record-1' });
    expect(await world.desk.facts('unknown')).toBeNull();
  });

  it('stops', async () => {
    await world.run(61_000);
    await world.close();
    world.stop();
    expect(world.timers).toEqual([]);
  });
});

describe('the question after a session', () => {
  it('comes when a session of more than a minute with input is over, once', async () => {
    let told = 0;
    world.desk.watch(() => {
      told += 1;
    });
    await world.run(61_000);
    expect(world.desk.asked).toBeNull();
    await world.close();
    expect(world.desk.asked).toBe('c1');
    expect(told).toBe(1);
    world.desk.dismiss();
    await world.close();
    expect(world.desk.asked).toBeNull();
    expect(world.desk.analysis('c1')?.mayRate).toBe(true);
  });

  it('does not come for a short session, nor for one without input', async () => {
    await world.run(50_000);
    await world.close();
    expect(world.desk.asked).toBeNull();
    await world.run(70_000, { connection: 'c2', active: false });
    await world.close('c2');
    expect(world.desk.asked).toBeNull();
  });

  it('goes by itself after a minute', async () => {
    await world.run(61_000);
    await world.close();
    await world.run(ASK_FOR_MS, { connection: 'other' });
    expect(world.desk.asked).toBeNull();
  });

  it('has its answer sent with the time it was given, behind the estimate', async () => {
    await world.run(61_000);
    await world.close();
    world.desk.rate('c1', 4);
    await settled();
    expect(world.desk.asked).toBeNull();
    expect(world.desk.analysis('c1')?.rating).toEqual({ value: 4, wallMs: EPOCH_MS + world.nowMs });
    expect(world.ratings()).toEqual([
      { type: 'rate-session', session: 'record-1', rating: { value: 4, wallMs: EPOCH_MS + world.nowMs } },
    ]);
    const terms = world.models().at(-1)?.terms;
    expect(terms).toMatchObject({ freeze: 0, retry: 0 });
  });

  it('sends an answer again until it is kept', async () => {
    await world.run(61_000);
    await world.close();
    world.takes = false;
    world.desk.rate('c1', 2);
    await world.run(SEND_EVERY_MS + 500, { connection: 'other' });
    world.takes = true;
    await world.run(SEND_EVERY_MS + 500, { connection: 'other' });
    expect(world.ratings()).toHaveLength(3);
    await world.run(3 * SEND_EVERY_MS, { connection: 'other' });
    expect(world.ratings()).toHaveLength(3);
  });
});
