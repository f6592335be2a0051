import type { GateContext } from '../../src/model/gate/gate-context.ts';
import { NO_ZONES } from '../../src/model/gate/zones.ts';

/** What the gate knows while all is well, but for what a test wants different: little credit, nothing marked. */
export function gateContextOf(different: Partial<GateContext> = {}): GateContext {
  return {
    enforce: true,
    permit: null,
    seated: true,
    overridden: false,
    unit: false,
    armed: true,
    credit: { normal: 3, hazardous: 2 },
    zones: NO_ZONES,
    motionIntervalMs: 10,
    dragWindowMs: 200,
    suppressRetries: false,
    answerWithinMs: 0,
    nowMs: 1000,
    ...different,
  };
}
