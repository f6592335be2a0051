import type { SessionReport } from '../model/port/extension-message.ts';
import type { MessageKey } from '../ui/message-key.ts';
import type { TabRecord } from './tab-record.ts';

/** What the toolbar button says about a tab. Text, sign and title say it too: colour is never alone. */
export interface ToolbarFace {
  /** At most three narrow characters fit. */
  readonly badge: string;
  readonly badgeColor: string;
  /** Names the files icons/NAME-16.png and icons/NAME-32.png. */
  readonly icon: 'none' | 'ok' | 'caution' | 'held' | 'open';
  readonly title: MessageKey;
}

const GREEN = '#1a6b34';
const AMBER = '#8a5a00';
const RED = '#a3191f';
const GREY = '#4a5560';

/** From the worst to the best: a tab shows the worst of its connections. */
const FACES = {
  unguarded: { badge: 'NO', badgeColor: RED, icon: 'open', title: 'extTitleUnguarded' },
  /** A connection of the page is outside the guard. */
  unseen: { badge: 'NO', badgeColor: RED, icon: 'open', title: 'extTitleUnseen' },
  /** The page's messages do not decode: what it reports cannot be believed. */
  pageFault: { badge: '?', badgeColor: RED, icon: 'open', title: 'extTitlePageFault' },
  unverified: { badge: '?', badgeColor: RED, icon: 'open', title: 'extTitleUnverified' },
  /** The facility has profiles for this portal, and none is for what it leads to. */
  unknownInstrument: { badge: '?', badgeColor: RED, icon: 'open', title: 'extTitleUnknownInstrument' },
  held: { badge: 'II', badgeColor: RED, icon: 'held', title: 'extTitleHeld' },
  caution: { badge: '!!', badgeColor: AMBER, icon: 'caution', title: 'extTitleCaution' },
  measuringBad: { badge: 'm!', badgeColor: AMBER, icon: 'caution', title: 'extTitleMeasuringBad' },
  measuring: { badge: 'm', badgeColor: GREY, icon: 'none', title: 'extTitleMeasuring' },
  connecting: { badge: '...', badgeColor: GREY, icon: 'none', title: 'extTitleConnecting' },
  guarded: { badge: 'OK', badgeColor: GREEN, icon: 'ok', title: 'extTitleGuarded' },
  /** The portal has RICE built in: this extension leaves its connections alone. */
  builtIn: { badge: '', badgeColor: GREY, icon: 'none', title: 'extTitleBuiltIn' },
  /** Our scripts run, and no session is open. */
  waiting: { badge: '', badgeColor: GREY, icon: 'none', title: 'extTitleWaiting' },
  mustReload: { badge: '↻', badgeColor: AMBER, icon: 'open', title: 'extTitleMustReload' },
} as const satisfies Record<string, ToolbarFace>;

type FaceName = keyof typeof FACES;

/** Problems that are not of one tab: shown wherever no session has more to say. */
export const TROUBLE_FACE: ToolbarFace = {
  badge: '!',
  badgeColor: RED,
  icon: 'open',
  title: 'extTitleTrouble',
};

export const NO_FACE: ToolbarFace = { badge: '', badgeColor: GREY, icon: 'none', title: 'extTitleNothing' };

/** undefined: nothing of ours is in that tab. */
export function faceOf(tab: TabRecord): ToolbarFace | undefined {
  if (tab.mustReload) return FACES.mustReload;
  if (tab.frames.length === 0) return undefined;
  const names = tab.frames.flatMap((frame): readonly FaceName[] => [
    ...frame.reports.map(faceName),
    ...(frame.builtIn ? ['builtIn' as const] : []),
    ...(frame.problems.length > 0 ? ['pageFault' as const] : []),
    ...(tab.unseen.length > 0 ? ['unseen' as const] : []),
  ]);
  const order: readonly string[] = Object.keys(FACES);
  return names
    .map((name) => ({ face: FACES[name], rank: order.indexOf(name) }))
    .reduce((worst, each) => (each.rank < worst.rank ? each : worst), {
      face: FACES.waiting,
      rank: order.length,
    }).face;
}

function faceName(report: SessionReport): FaceName {
  const isLive = report.guarding === 'guarded' || report.guarding === 'measuring';
  if (isLive && report.instrument === 'unknown') return 'unknownInstrument';
  switch (report.guarding) {
    case 'unguarded':
      return 'unguarded';
    case 'unverified':
      return 'unverified';
    case 'guarded':
      // Control that is with somebody else is no trouble of this connection.
      if (report.blocked !== null && report.blocked !== 'no-control') return 'held';
      return isCalm(report) ? 'guarded' : 'caution';
    case 'measuring':
      return isCalm(report) ? 'measuring' : 'measuringBad';
    case 'connecting':
      return 'connecting';
    case 'closed':
      return 'waiting';
    default:
      return report.guarding satisfies never;
  }
}

function isCalm(report: SessionReport): boolean {
  return report.state === 'stable' || report.state === 'idle';
}
