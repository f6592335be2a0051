import type { LockCommand } from '../../src/model/control/lock-command.ts';
import { LEASE_GUARD_MS, LEASE_MS, LOCK_TIMES, type LockTimes } from '../../src/model/control/lock-times.ts';
import type { LockView } from '../../src/model/control/lock-view.ts';
import { Seat } from '../../src/model/control/seat.ts';
import type { Role } from '../../src/model/room/member.ts';
import { LockSchedule } from './lock-schedule.ts';
import { LockTrialArbiter, type Telling } from './lock-trial-arbiter.ts';
import { type AnySeat, LockTrialClient, ReceiptSeat } from './lock-trial-client.ts';
import { randomFrom } from './random-from.ts';

/** The rules of a lock; a test breaks one and looks whether the trial notices. */
export interface LockRules {
  readonly times: LockTimes;
  /** How long a renewal opens a gate. */
  readonly openMs: number;
  readonly countsFrom: 'sent' | 'receipt';
}

export const LOCK_RULES: LockRules = {
  times: LOCK_TIMES,
  openMs: LEASE_MS - LEASE_GUARD_MS,
  countsFrom: 'sent',
};

/** Clocks are wrong by so much, in either direction: far more than real ones. */
const CLOCK_ERROR = 0.1;
/**
 * So much of the drain is left where both clocks are at their worst: the arbiter waits 8 s of a clock too fast by 10 %
 * (7.27 s), a gate counts 5 s by one too slow (5.55 s) and may miss 0.2 s of sleep.
 */
const KEPT_DRAIN_MS = 1400;
const CHAOS_MS = 20_000;
/** From when all is well again until a trainer who takes control must have it: grace, slow clocks, a second try. */
const HEAL_MS = 20_000;
/** What stands in for actions under way. */
const MAX_UNACKNOWLEDGED = 3;

const FAULTS = [
  'cut',
  'pause',
  'sleep',
  'clock',
  'reload',
  'stall-up',
  'stall-down',
  'leave',
  'relay-pause',
  'slow-disk',
  'restart',
  'lost-store',
] as const;
type Fault = (typeof FAULTS)[number];

const ROLES: readonly Role[] = ['trainer', 'operator', 'operator'];

/**
 * Three members with real seats and a real arbiter, over connections that delay, break, lose and repeat, with pauses,
 * sleep, wrong clocks, reloads and restarts. Everything follows from the seed.
 */
export class LockTrial {
  readonly schedule = new LockSchedule();
  /** What went wrong first; null: nothing. */
  violation: string | null = null;
  /** How often a gate opened: a trial in which none does shows nothing. */
  openings = 0;
  readonly #random: () => number;
  readonly #rules: LockRules;
  readonly #arbiter: LockTrialArbiter;
  readonly #clients: readonly LockTrialClient[];
  /** Few kinds at a time: where everything fails at once, control is hardly ever granted. */
  readonly #faults: readonly Fault[];
  readonly #holders = new Map<number, string>();
  #connections = 0;
  #calm = false;

  constructor(seed: number, rules: LockRules = LOCK_RULES) {
    this.#random = randomFrom(seed);
    this.#rules = rules;
    this.#faults = [this.#pick(FAULTS), this.#pick(FAULTS), this.#pick(FAULTS)];
    // In every second one all clocks are as wrong as they may be, to the bad side.
    const isWorst = this.#random() < 0.5;
    const rate = (worst: number) => 1 + CLOCK_ERROR * (isWorst ? worst : this.#pick([-1, 0, 1]));
    this.#arbiter = new LockTrialArbiter(this.schedule, rate(1), rules.times, (telling) =>
      this.#told(telling),
    );
    this.#clients = ROLES.map((_, index) => {
      const client: LockTrialClient = new LockTrialClient(
        `m${index}`,
        this.schedule,
        rate(-1),
        () => this.#newSeat(),
        (command) => this.#send(client, command),
      );
      return client;
    });
  }

  run(): string | null {
    for (const client of this.#clients) {
      this.#connect(client);
      this.#act(client);
    }
    this.#disturb();
    this.schedule.run(CHAOS_MS, () => this.violation !== null);
    if (this.violation === null) this.#heal();
    return this.violation;
  }

  /** Then a trainer who takes control gets it. */
  #heal(): void {
    this.#calm = true;
    const [trainer] = this.#clients;
    if (trainer === undefined) return;
    if (!this.#arbiter.isUp) this.#arbiter.start(false);
    this.#arbiter.writeMs = 5;
    // What it has not heard in its pause comes first.
    this.schedule.run(this.#arbiter.pausedUntilMs + 1, () => this.violation !== null);
    for (const client of this.#clients) {
      client.busyUntilMs = 0;
      this.#connect(client);
    }
    const take = (): void => {
      const { phase } = trainer.view ?? {};
      this.#send(trainer, { type: phase?.type === 'frozen' ? 'unfreeze' : 'take' });
      this.schedule.in(1000, take);
    };
    this.schedule.in(200, take);
    const has = () =>
      this.violation !== null || (trainer.asleepUntilMs <= this.schedule.nowMs && trainer.isOpen);
    this.schedule.run(this.schedule.nowMs + HEAL_MS, has);
    if (!has()) this.violation = `the trainer waits: ${JSON.stringify(this.#arbiter.state.phase)}`;
  }

  #newSeat(): AnySeat {
    const firstNonce = Math.floor(this.#random() * 2 ** 48);
    return this.#rules.countsFrom === 'sent'
      ? new Seat(firstNonce, this.#rules.openMs)
      : new ReceiptSeat(firstNonce);
  }

  /** A person does something now and then. */
  #act(client: LockTrialClient): void {
    this.schedule.in(200 + this.#random() * 4000, () => {
      if (this.#calm) return;
      client.whenAwake(() => {
        const command = this.#wish(client);
        if (command !== null) this.#send(client, command);
      });
      this.#act(client);
    });
  }

  #wish(client: LockTrialClient): LockCommand | null {
    const { view } = client;
    if (view === null) return null;
    const { epoch } = view;
    const other = this.#pick(this.#clients).id;
    const isTrainer = client === this.#clients[0];
    const isHolder = view.phase.type === 'held' && view.phase.holder === client.id;
    const dice = this.#random();
    if (isHolder) {
      if (dice < 0.25) return { type: 'pass', epoch, to: other };
      if (dice < 0.4) return { type: 'release', epoch };
      if (dice < 0.5) return { type: 'deny', member: other, reason: 'not-now' };
      return null;
    }
    if (isTrainer && dice < 0.25) return { type: 'take' };
    if (isTrainer && dice < 0.32) return { type: 'freeze' };
    if (isTrainer && dice < 0.5) return { type: 'unfreeze' };
    if (dice < 0.95) return { type: 'request' };
    return { type: 'withdraw' };
  }

  /** Connections, machines and the relay go wrong now and then. */
  #disturb(): void {
    this.schedule.in(500 + this.#random() * 5000, () => {
      if (this.#calm) return;
      this.#fault(this.#pick(this.#clients), this.#pick(this.#faults));
      this.#disturb();
    });
  }

  #fault(client: LockTrialClient, kind: Fault): void {
    const { nowMs } = this.schedule;
    switch (kind) {
      case 'cut':
        this.#break(client);
        this.schedule.in(this.#random() * 12_000, () => client.connection === null && this.#connect(client));
        return;
      case 'pause':
        client.busyUntilMs = nowMs + this.#random() * 12_000;
        return;
      case 'sleep': {
        const forMs = this.#random() * 12_000;
        client.asleepUntilMs = nowMs + forMs;
        this.schedule.in(forMs, () => client.clock.sleep(forMs));
        return;
      }
      case 'clock':
        client.clock.set((this.#random() - 0.5) * 60_000);
        return;
      case 'reload':
        client.whenAwake(() => client.reload());
        return;
      // A way stands still; what is on it comes later, in order.
      case 'stall-up':
        client.upFreeAtMs = nowMs + this.#random() * 12_000;
        return;
      case 'stall-down':
        client.downFreeAtMs = nowMs + this.#random() * 12_000;
        return;
      case 'leave':
        this.#arbiter.take({ type: 'left', member: client.id });
        this.#break(client);
        this.schedule.in(this.#random() * 3000, () => this.#connect(client));
        return;
      case 'relay-pause':
        this.#arbiter.pausedUntilMs = Math.max(this.#arbiter.pausedUntilMs, nowMs + this.#random() * 5000);
        return;
      case 'slow-disk':
        this.#arbiter.writeMs = this.#random() * 700;
        return;
      case 'restart':
      case 'lost-store':
        this.#restart(kind === 'lost-store');
    }
  }

  #restart(isStoreLost: boolean): void {
    if (!this.#arbiter.isUp) return;
    this.#arbiter.crash();
    for (const client of this.#clients) this.#break(client);
    this.schedule.in(this.#random() * 3000, () => {
      if (!this.#arbiter.isUp) this.#arbiter.start(isStoreLost);
      for (const client of this.#clients) {
        this.schedule.in(this.#random() * 4000, () => client.connection === null && this.#connect(client));
      }
    });
  }

  #connect(client: LockTrialClient): void {
    if (!this.#arbiter.isUp) return;
    this.#connections += 1;
    client.connection = this.#connections;
    const role = ROLES[this.#clients.indexOf(client)] ?? 'observer';
    this.#arbiter.take({ type: 'joined', member: client.id, role });
    this.#arbiter.welcome((view) => this.#deliver(client, () => this.#show(client, view, true)));
  }

  #break(client: LockTrialClient): void {
    if (client.connection === null) return;
    client.connection = null;
    this.#arbiter.take({ type: 'absent', member: client.id });
  }

  /** To the arbiter. What was sent on a connection that breaks may be lost, or come late. */
  #send(client: LockTrialClient, command: LockCommand): void {
    const { connection } = client;
    if (connection === null) return;
    const arrive = (): void => {
      if (client.connection !== connection && this.#random() < 0.5) return;
      this.#arbiter.take({ type: 'command', member: client.id, command });
    };
    const atMs = Math.max(client.upFreeAtMs, this.schedule.nowMs + this.#delayMs());
    client.upFreeAtMs = atMs;
    this.schedule.in(atMs - this.schedule.nowMs, arrive);
    if (!this.#calm && this.#random() < 0.03) this.schedule.in(this.#random() * 9000, arrive);
  }

  #told({ effects, view }: Telling): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'view':
          this.#judge(view);
          for (const client of this.#clients) this.#deliver(client, () => this.#show(client, view, false));
          break;
        case 'renewed': {
          const { to, epoch, nonce } = effect;
          const client = this.#clients.find(({ id }) => id === to);
          if (client !== undefined) this.#deliver(client, () => this.#renewed(client, epoch, nonce));
          break;
        }
        case 'audit':
        case 'denied':
        case 'refused':
      }
    }
  }

  #deliver(client: LockTrialClient, act: () => void): void {
    const { connection } = client;
    if (connection === null) return;
    const arrive = (): void => {
      if (client.connection !== connection && this.#random() < 0.7) return;
      client.whenAwake(act);
    };
    const atMs = Math.max(client.downFreeAtMs, this.schedule.nowMs + this.#delayMs());
    client.downFreeAtMs = atMs;
    this.schedule.in(atMs - this.schedule.nowMs, arrive);
    if (!this.#calm && this.#random() < 0.03) this.schedule.in(this.#random() * 9000, arrive);
  }

  #show(client: LockTrialClient, view: LockView, isWelcome: boolean): void {
    const before = client.seat.mode;
    if (!client.show(view, isWelcome)) return;
    if (before !== 'drained' && client.seat.mode === 'drained') this.#settle(client);
    const { phase, epoch } = view;
    if (phase.type !== 'offered' || phase.to !== client.id) return;
    const type = this.#random() < 0.85 ? 'accept' : 'decline';
    this.schedule.in(this.#random() * 2000, () =>
      client.whenAwake(() => this.#send(client, { type, epoch })),
    );
  }

  /** What is under way is acknowledged by and by, or never. */
  #settle(client: LockTrialClient): void {
    client.unacknowledged = Math.floor(this.#random() * (MAX_UNACKNOWLEDGED + 1));
    client.tick();
    if (this.#random() < 0.2) return;
    this.schedule.in(this.#random() * 2500, () => {
      client.unacknowledged = 0;
      client.whenAwake(() => client.tick());
    });
  }

  #renewed(client: LockTrialClient, epoch: number, nonce: number): void {
    const wasOpen = client.isOpen;
    client.order({ type: 'renewed', epoch, nonce });
    if (wasOpen || !client.isOpen) return;
    this.openings += 1;
    for (const other of this.#clients) {
      if (other === client || other.asleepUntilMs > this.schedule.nowMs) continue;
      if (other.isOpen) this.#fail(`${client.id} opens while ${other.id} is open`);
      else if (other.wasOpen(KEPT_DRAIN_MS)) this.#fail(`${client.id} opens too soon after ${other.id}`);
    }
  }

  /** One epoch has one holder, and each is higher than those before. */
  #judge({ epoch, phase }: LockView): void {
    if (phase.type !== 'held') return;
    const known = this.#holders.get(epoch);
    if (known !== undefined && known !== phase.holder)
      this.#fail(`${known} and ${phase.holder} hold ${epoch}`);
    if (known === undefined && epoch <= Math.max(0, ...this.#holders.keys()))
      this.#fail(`epoch ${epoch} falls`);
    this.#holders.set(epoch, phase.holder);
  }

  #fail(what: string): void {
    this.violation ??= `at ${Math.round(this.schedule.nowMs)} ms ${what}`;
  }

  #delayMs(): number {
    if (this.#calm) return 20;
    return this.#random() < 0.92 ? 5 + this.#random() * 90 : this.#random() * 4000;
  }

  #pick<T>(from: readonly [T, ...T[]] | readonly T[]): T {
    const picked = from[Math.floor(this.#random() * from.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }
}

/** What the first of these schedules that breaks a promise broke; null: none does. */
export function firstViolation(rules: LockRules, fromSeed: number, toSeed: number): string | null {
  for (let seed = fromSeed; seed <= toSeed; seed += 1) {
    const violation = new LockTrial(seed, rules).run();
    if (violation !== null) return `schedule ${seed}: ${violation}`;
  }
  return null;
}
