import { DEFAULT_QUALITY, type QualityPolicy } from '../../src/model/codec/quality-policy.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';

/** What is compared. */
export const QUALITY_ARMS = ['fixed-6', 'fixed-8', 'automatic'] as const;
/** Quality 6 with another encoding in front of noVNC's list: servers take the first that they like. */
export const ORDER_ARMS = ['zrle-first', 'jpeg-first', 'tight-png-first', 'hextile-first'] as const;
export type QualityArm = (typeof QUALITY_ARMS)[number] | (typeof ORDER_ARMS)[number];

export interface ArmSetting {
  /** What the page asks for. */
  readonly quality: number;
  readonly policy: QualityPolicy;
  readonly first?: number;
}

const NOVNC = { quality: 6, policy: DEFAULT_QUALITY } as const;
const AUTOMATIC: QualityPolicy = { ...DEFAULT_QUALITY, choice: { type: 'automatic', lowest: 0, highest: 9 } };

export const ARM_SETTINGS: Readonly<Record<QualityArm, ArmSetting>> = {
  'fixed-6': NOVNC,
  'fixed-8': { ...NOVNC, quality: 8 },
  automatic: { ...NOVNC, policy: AUTOMATIC },
  'zrle-first': { ...NOVNC, first: ENCODING.zrle },
  'jpeg-first': { ...NOVNC, first: ENCODING.jpeg },
  'tight-png-first': { ...NOVNC, first: ENCODING.tightPng },
  'hextile-first': { ...NOVNC, first: ENCODING.hextile },
};

const QUALITY_0 = -32;
const COMPRESS_2 = -256 + 2;

/** noVNC 1.7's list without the video codec, which neither server has. */
export function novncEncodings({ quality, first }: ArmSetting): readonly number[] {
  const list = [
    ...[ENCODING.copyRect, ENCODING.tight, ENCODING.tightPng, ENCODING.zrle, ENCODING.jpeg, ENCODING.hextile],
    ...[ENCODING.rre, ENCODING.zlib, ENCODING.raw, QUALITY_0 + quality, COMPRESS_2, ENCODING.desktopSize],
    ...[ENCODING.lastRect, ENCODING.qemuKeyEvent, ENCODING.qemuLedState, ENCODING.extendedDesktopSize],
    ...[ENCODING.xvp, ENCODING.fence, ENCODING.continuousUpdates, ENCODING.desktopName],
    ...[ENCODING.extendedClipboard, ENCODING.extendedMouseButtons, ENCODING.vmwareCursor, ENCODING.cursor],
  ];
  return first === undefined ? list : [first, ...list.filter((encoding) => encoding !== first)];
}
