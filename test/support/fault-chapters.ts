import { AFTER_A_FAULT } from './fault-chapters/after-a-fault.ts';
import { BETWEEN_TICKS } from './fault-chapters/between-ticks.ts';
import { EARLIER_JOURNAL } from './fault-chapters/earlier-journal.ts';
import { HEALTHY_SESSION } from './fault-chapters/healthy-session.ts';
import { INHERITED_JOURNAL } from './fault-chapters/inherited-journal.ts';
import { MEASURED_FAULT } from './fault-chapters/measured-fault.ts';
import { MORE_THAN_IS_KEPT } from './fault-chapters/more-than-is-kept.ts';
import { NOBODY_LOOKING } from './fault-chapters/nobody-looking.ts';
import { ONE_AT_A_TIME } from './fault-chapters/one-at-a-time.ts';
import { OVERRIDE_AT_END } from './fault-chapters/override-at-end.ts';
import { OVERRIDE_OF_LOST_STREAM } from './fault-chapters/override-of-lost-stream.ts';
import { OVERRIDES } from './fault-chapters/overrides.ts';
import { POLICY_CHANGES } from './fault-chapters/policy-changes.ts';
import { QUALITY } from './fault-chapters/quality.ts';
import { ROOM_CONTROL } from './fault-chapters/room-control.ts';
import { ROOM_FAILED_GATE } from './fault-chapters/room-failed-gate.ts';
import { ROOM_LOST_STREAM } from './fault-chapters/room-lost-stream.ts';
import { ROOM_MEASURED } from './fault-chapters/room-measured.ts';
import { ROOM_OVERRIDE } from './fault-chapters/room-override.ts';
import { SELDOM_PRESSED } from './fault-chapters/seldom-pressed.ts';
import type { Chapter } from './fault-chapters/shared/chapter.ts';
import { SLOW_PATH } from './fault-chapters/slow-path.ts';
import { STALL } from './fault-chapters/stall.ts';
import { UNREADABLE_PAGE } from './fault-chapters/unreadable-page.ts';
import { UNREADABLE_SERVER } from './fault-chapters/unreadable-server.ts';
import { WITH_PROFILE } from './fault-chapters/with-profile.ts';
import { WITHOUT_FENCES } from './fault-chapters/without-fences.ts';

/** The whole scenario, in its order. */
export const CHAPTERS: readonly Chapter[] = [
  HEALTHY_SESSION,
  STALL,
  SLOW_PATH,
  ONE_AT_A_TIME,
  BETWEEN_TICKS,
  OVERRIDES,
  OVERRIDE_AT_END,
  OVERRIDE_OF_LOST_STREAM,
  WITH_PROFILE,
  EARLIER_JOURNAL,
  INHERITED_JOURNAL,
  POLICY_CHANGES,
  UNREADABLE_SERVER,
  UNREADABLE_PAGE,
  NOBODY_LOOKING,
  ...WITHOUT_FENCES,
  MORE_THAN_IS_KEPT,
  ...AFTER_A_FAULT,
  SELDOM_PRESSED,
  QUALITY,
  ROOM_CONTROL,
  ROOM_OVERRIDE,
  ROOM_MEASURED,
  ROOM_LOST_STREAM,
  ROOM_FAILED_GATE,
  MEASURED_FAULT,
];
