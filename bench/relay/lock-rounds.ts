import type { LockCommand } from '../../src/model/control/lock-command.ts';
import type { LockPhase, LockView } from '../../src/model/control/lock-view.ts';
import type { RelayMember } from '../../test/support/relay-member.ts';

/** From one round to the next in a room; each member may ask every 3 s. */
const ROUND_MS = 1000;
const PATIENCE_MS = 10_000;

export interface LockRounds {
  /** Of each command: until the last member of its room had the view. */
  readonly latenciesMs: readonly number[];
  /** Commands whose view did not come to all. */
  readonly unanswered: () => number;
  readonly stop: () => Promise<void>;
}

/** In each room control is asked for, released and drained, by one member after the other. */
export function startLockRounds(rooms: readonly (readonly RelayMember[])[]): LockRounds {
  const latenciesMs: number[] = [];
  let unanswered = 0;
  let isStopped = false;

  const command = async (
    members: readonly RelayMember[],
    by: RelayMember,
    said: LockCommand,
    phase: LockPhase['type'],
  ) => {
    const startedMs = performance.now();
    const seen = Promise.all(members.map((member) => viewOf(member, phase)));
    by.say({ type: 'lock', command: said });
    const views = await seen;
    const last = Math.max(...views.map((view) => view?.atMs ?? Number.POSITIVE_INFINITY));
    if (Number.isFinite(last)) latenciesMs.push(last - startedMs);
    else unanswered += 1;
    return views[0]?.view ?? null;
  };

  const run = async (members: readonly RelayMember[], delayMs: number) => {
    await pause(delayMs);
    for (let round = 0; !isStopped; round += 1) {
      const startedMs = performance.now();
      const by = members[round % members.length];
      if (by === undefined) return;
      const held = await command(members, by, { type: 'request' }, 'held');
      if (held !== null) {
        const { epoch } = held;
        await command(members, by, { type: 'release', epoch }, 'draining');
        await command(members, by, { type: 'drained', epoch, unacknowledged: 0 }, 'free');
      }
      await pause(Math.max(0, ROUND_MS - (performance.now() - startedMs)));
    }
  };

  const runs = rooms.map((members, index) => run(members, (index * ROUND_MS) / rooms.length));
  return {
    latenciesMs,
    unanswered: () => unanswered,
    stop: async () => {
      isStopped = true;
      await Promise.all(runs);
    },
  };
}

interface Seen {
  readonly view: LockView;
  readonly atMs: number;
}

/** The next view in this phase, as it arrives; null: it did not. */
function viewOf({ socket }: RelayMember, phase: LockPhase['type']): Promise<Seen | null> {
  return new Promise((resolve) => {
    const end = (seen: Seen | null) => {
      clearTimeout(timer);
      socket.off('message', onMessage);
      resolve(seen);
    };
    const onMessage = (data: Buffer) => {
      const atMs = performance.now();
      if (data.length > 20_000 || !data.subarray(0, 16).equals(LOCK_START)) return;
      const { view } = JSON.parse(data.toString()) as { readonly view: LockView };
      if (view.phase.type === phase) end({ view, atMs });
    };
    const timer = setTimeout(() => end(null), PATIENCE_MS);
    socket.on('message', onMessage);
  });
}

const LOCK_START = Buffer.from('{"type":"lock","');

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
