import { isAtLeast, type MemberId } from '../room/member.ts';
import { type LockCommand, type LockRefusal, MAX_QUEUE } from './lock-command.ts';
import { isEligible, type LockMember } from './lock-state.ts';
import { drain, dropRequest, endDrain, grant, offerNext, type Turn } from './lock-turn.ts';

type Of<T extends LockCommand['type']> = Extract<LockCommand, { readonly type: T }>;

/** Does what `member` asks for. @returns why not, or null */
export function obey(turn: Turn, member: LockMember, command: LockCommand): LockRefusal | null {
  switch (command.type) {
    case 'request':
      return request(turn, member);
    case 'withdraw':
      dropRequest(turn, member.id);
      return null;
    case 'deny':
      return deny(turn, member, command);
    case 'pass':
      return pass(turn, member, command);
    case 'release':
      if (!isHolder(turn, member, command.epoch)) return 'stale';
      drain(turn, member.id, 'released', member.id);
      return null;
    case 'accept':
      if (!isOffered(turn, member, command.epoch)) return 'stale';
      if (!isEligible(turn.state, member.id)) return 'role';
      grant(turn, member.id, 'accepted', member.id);
      return null;
    case 'decline':
      if (!isOffered(turn, member, command.epoch)) return 'stale';
      dropRequest(turn, member.id);
      return null;
    case 'renew':
      return renew(turn, member, command);
    case 'drained':
      drained(turn, member, command);
      return null;
    case 'take':
    case 'freeze':
    case 'unfreeze':
    case 'keep-idle':
    case 'move':
      return isAtLeast(member.role, 'trainer') ? direct(turn, member, command) : 'role';
  }
}

function request(turn: Turn, { id, role, askedAtMs }: LockMember): LockRefusal | null {
  const { nowMs, times } = turn;
  if (!isAtLeast(role, 'operator')) return 'role';
  const { phase, queue, notBeforeMs } = turn.state;
  if (phase.type === 'held' && phase.holder === id) return null;
  if (nowMs - askedAtMs < times.requestAgainMs) return 'too-often';
  if (phase.type === 'frozen' || (phase.type === 'draining' && phase.frozenBy !== null)) return 'frozen';
  const waits = queue.some((waiting) => waiting.member === id);
  if (!waits && queue.length >= MAX_QUEUE) return 'queue-full';
  turn.state = {
    ...turn.state,
    members: turn.state.members.map((each) => (each.id === id ? { ...each, askedAtMs: nowMs } : each)),
  };
  const mayHaveIt = phase.type === 'free' || (phase.type === 'offered' && phase.to === id);
  if (mayHaveIt && notBeforeMs === null) {
    grant(turn, id, 'requested', id);
    return null;
  }
  const untilMs = nowMs + times.requestMs;
  turn.state = {
    ...turn.state,
    queue: waits
      ? queue.map((waiting) => (waiting.member === id ? { ...waiting, untilMs } : waiting))
      : [...queue, { member: id, sinceMs: nowMs, untilMs }],
  };
  return null;
}

function deny(turn: Turn, by: LockMember, { member, reason }: Of<'deny'>): LockRefusal | null {
  const { phase, queue } = turn.state;
  const holds = phase.type === 'held' && phase.holder === by.id;
  if (!holds && !isAtLeast(by.role, 'trainer')) return 'role';
  if (!queue.some((waiting) => waiting.member === member)) return 'no-such-member';
  dropRequest(turn, member);
  turn.effects.push({ type: 'denied', to: member, by: by.id, reason });
  return null;
}

function pass(turn: Turn, member: LockMember, { epoch, to }: Of<'pass'>): LockRefusal | null {
  if (!isHolder(turn, member, epoch)) return 'stale';
  if (to === member.id || !isEligible(turn.state, to)) return 'no-such-member';
  drain(turn, member.id, 'passed', member.id, to);
  return null;
}

function renew(turn: Turn, member: LockMember, command: Of<'renew'>): LockRefusal | null {
  const { epoch, nonce, idleMs, unacknowledged } = command;
  if (!isHolder(turn, member, epoch)) return 'stale';
  const { nowMs, times } = turn;
  const lease = { untilMs: nowMs + times.leaseMs, idleSinceMs: nowMs - idleMs, unacknowledged };
  turn.state = { ...turn.state, lease };
  turn.effects.push({ type: 'renewed', to: member.id, epoch, nonce });
  return null;
}

function drained(turn: Turn, member: LockMember, { epoch, unacknowledged }: Of<'drained'>): void {
  // A gate that closed by itself never opens again under this epoch: as good as a release.
  if (isHolder(turn, member, epoch)) drain(turn, member.id, 'released', member.id);
  const { former, phase } = turn.state;
  if (former?.member !== member.id || former.epoch !== epoch) return;
  turn.state = { ...turn.state, mayStillExecute: unacknowledged };
  if (phase.type === 'draining' && unacknowledged === 0) endDrain(turn);
}

function direct(
  turn: Turn,
  { id }: LockMember,
  command: Of<'take' | 'freeze' | 'unfreeze' | 'keep-idle' | 'move'>,
): LockRefusal | null {
  switch (command.type) {
    case 'take':
      return take(turn, id);
    case 'freeze':
      freeze(turn, id);
      return null;
    case 'unfreeze':
      return unfreeze(turn, id);
    case 'keep-idle':
      turn.state = { ...turn.state, keepsIdle: command.on };
      return null;
    case 'move':
      return move(turn, command);
  }
}

function take(turn: Turn, id: MemberId): LockRefusal | null {
  const { state } = turn;
  const { phase } = state;
  switch (phase.type) {
    case 'free':
    case 'offered':
      if (state.notBeforeMs === null) grant(turn, id, 'taken', id);
      else waitFirst(turn, id);
      return null;
    case 'held':
      if (phase.holder !== id) drain(turn, phase.holder, 'taken', id, id);
      return null;
    case 'draining':
      if (phase.frozenBy !== null) return 'frozen';
      turn.state = { ...state, phase: { ...phase, to: id, cause: 'taken' } };
      return null;
    case 'frozen':
      return 'frozen';
  }
}

function waitFirst(turn: Turn, id: MemberId): void {
  const { state, nowMs, times } = turn;
  const waiting = { member: id, sinceMs: nowMs, untilMs: nowMs + times.requestMs };
  turn.state = { ...state, queue: [waiting, ...state.queue.filter(({ member }) => member !== id)] };
}

function freeze(turn: Turn, id: MemberId): void {
  const { state, nowMs } = turn;
  const { phase, epoch } = state;
  if (phase.type === 'held') {
    drain(turn, phase.holder, 'frozen', id);
    return;
  }
  if (phase.type === 'frozen' || (phase.type === 'draining' && phase.frozenBy !== null)) return;
  turn.state = {
    ...state,
    phase:
      phase.type === 'draining'
        ? { ...phase, to: null, cause: 'frozen', frozenBy: id }
        : { type: 'frozen', by: id },
  };
  const fact = { atMs: nowMs, epoch, from: null, to: null, cause: 'frozen', actor: id } as const;
  turn.effects.push({ type: 'audit', fact });
}

function unfreeze(turn: Turn, id: MemberId): LockRefusal | null {
  const { state, nowMs } = turn;
  const { phase, epoch } = state;
  if (phase.type === 'draining' && phase.frozenBy !== null) {
    turn.state = { ...state, phase: { ...phase, frozenBy: null } };
  } else if (phase.type === 'frozen') {
    offerNext(turn, 'frozen');
  } else {
    return 'stale';
  }
  const fact = { atMs: nowMs, epoch, from: null, to: null, cause: 'unfrozen', actor: id } as const;
  turn.effects.push({ type: 'audit', fact });
  return null;
}

function move(turn: Turn, { member, to }: Of<'move'>): LockRefusal | null {
  const { queue } = turn.state;
  const waiting = queue.find((each) => each.member === member);
  if (waiting === undefined) return 'no-such-member';
  const others = queue.filter((each) => each !== waiting);
  turn.state = { ...turn.state, queue: [...others.slice(0, to), waiting, ...others.slice(to)] };
  return null;
}

function isHolder({ state }: Turn, { id }: LockMember, epoch: number): boolean {
  return state.phase.type === 'held' && state.phase.holder === id && state.epoch === epoch;
}

function isOffered({ state }: Turn, { id }: LockMember, epoch: number): boolean {
  return state.phase.type === 'offered' && state.phase.to === id && state.epoch === epoch;
}
