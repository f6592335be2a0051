/** facts of the model's section 7: the paper's four networks, and three that are worse. */
export const PROFILES = [
  'direct',
  'isolated-lan',
  'public-lan',
  'wan',
  'congested-wan',
  'capacity-drop',
  'fault',
] as const;
export type ProfileName = (typeof PROFILES)[number];

export const USERS = ['novice', 'expert'] as const;
export type UserName = (typeof USERS)[number];

/**
 * plain: noVNC as it is. monitor: RICE measures and warns, and holds nothing back. detected: the gate, with no limit on
 * what may be unacknowledged while it is open. guarded: RICE as it is. adaptive: guarded, and the quality of the picture
 * follows the network.
 */
export const ARMS = ['plain', 'monitor', 'detected', 'guarded', 'adaptive'] as const;
export type ArmName = (typeof ARMS)[number];

/** virtual: the same Guard, instrument and user in virtual time. live: real browser, noVNC, Xvnc and packets. */
export const REALMS = ['virtual', 'live'] as const;
export type RealmName = (typeof REALMS)[number];

/** The simulated server's pictures are as large at any quality: nothing could be learnt of `adaptive` there. */
export function armsOf(realm: RealmName): readonly ArmName[] {
  return realm === 'live' ? ARMS : ARMS.filter((arm) => arm !== 'adaptive');
}

/** How the bottleneck's queue is filled by others: TCP's congestion control. */
export type CongestionControl = 'cubic' | 'bbr';

/** The seeds that count are this one and those after it: smaller ones were used to try things out. */
export const FIRST_SEED_THAT_COUNTS = 501;

/** One run. Runs of the same profile, user and seed are paired over the arms. */
export interface RunPlan {
  readonly realm: RealmName;
  readonly profile: ProfileName;
  readonly user: UserName;
  readonly arm: ArmName;
  readonly seed: number;
  /** What is varied in a study of sensitivity; 1 and null leave the parameters as they are. */
  readonly patienceFactor: number;
  readonly retryProbability: number | null;
  /** How likely a user who is warned waits until the warning is gone; 0: nobody minds it. */
  readonly heedProbability: number;
  readonly congestionControl: CongestionControl;
}

/** Names a run among all others, for resuming. */
export function keyOf(plan: RunPlan): string {
  const { realm, profile, user, arm, seed, patienceFactor, retryProbability, heedProbability } = plan;
  const varied = [patienceFactor, retryProbability ?? '-', heedProbability, plan.congestionControl];
  return [realm, profile, user, arm, seed, ...varied].join(' ');
}
