import { choice, type Decoder, nullable, number, object } from '../../../src/model/decode/decode.ts';
import { ARMS, PROFILES, REALMS, type RunPlan, USERS } from '../plan.ts';

/** A plan that came from another process. */
export const planDecoder: Decoder<RunPlan> = object<RunPlan>({
  realm: choice(...REALMS),
  profile: choice(...PROFILES),
  user: choice(...USERS),
  arm: choice(...ARMS),
  seed: number(0, Number.MAX_SAFE_INTEGER),
  patienceFactor: number(0, 1000),
  retryProbability: nullable(number(0, 1)),
  heedProbability: number(0, 1),
  congestionControl: choice('cubic', 'bbr'),
});
