import { keyOf } from '../verdict-words.ts';
import { REMEDIES } from './why-remedies.ts';

/** Every text of the diagnostics that the warnings do not have. */
export function whyKeys(): readonly string[] {
  return [
    ...REMEDIES.map((name) => keyOf('uiWhyDo', name)),
    ...['frozen', 'passing', 'lost'].flatMap((what) => [
      `uiWhy_control_${what}_title`,
      `uiWhy_control_${what}_doing`,
    ]),
    ...['silent_title', 'silent_doing', 'nothing_came', 'under_way', 'arrived', 'sent'].map(
      (name) => `uiWhy_${name}`,
    ),
    ...['uiWhyTitle', 'uiWhyPassing', 'uiWhyRemedies', 'uiWhyAlso', 'uiWhyNever', 'uiWhyLast'],
    ...['uiWhyAllowed', 'uiWhyNeeded', 'uiWhyMoreThan'],
    ...['uiWhyUnacknowledged', 'uiWhyInState', 'uiWhyUnanswered', 'uiWhyExcess', 'uiWhyRoundTrip'],
    ...['uiWhySinceInput', 'uiWhyPause', 'uiWhyWaiting', 'uiWhyNormal', 'uiWhyHazardous', 'uiWhyEventAge'],
    ...[
      'uiWhySincePicture',
      'uiWhyHeldFor',
      'uiWhyDropped',
      'uiWhyLease',
      'uiWhyOverrideLeft',
      'uiWhyInputAge',
    ],
    ...[
      'uiDiagOpen',
      'uiDiagTitle',
      'uiDiagHint',
      'uiDiagHosts',
      'uiDiagPreview',
      'uiDiagCopy',
      'uiDiagSave',
    ],
    ...['uiDiagClose', 'uiDiagCopied', 'uiDiagSaved', 'uiDiagSavedInstead'],
    // Of other parts, where they may not have been looked up.
    ...[
      'uiUnguardedTitle',
      'uiUnguardedDoing',
      'uiUnverifiedPass',
      'uiGuarded_measuring',
      'uiGuarded_connecting',
    ],
  ];
}
