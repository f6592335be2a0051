import { CORNERS, type Place } from '../../ui/placement.ts';

/** About the badge's own size with its distance from the edge, in CSS pixels. */
const BADGE = { widthPx: 320, heightPx: 54 };

/** What a portal offers to press; a badge on top of it would be in the way. */
const CONTROLS = 'a, button, input, select, [role=button], [id*=bar]';

/** The first corner with no control of the page under it; the first of all if every one has some. */
export function freeCorner(document: Document, rightToLeft: boolean): Place | undefined {
  const { clientWidth, clientHeight } = document.documentElement;
  const order = rightToLeft ? CORNERS.map((each) => ({ ...each, alongRatio: 1 - each.alongRatio })) : CORNERS;
  const isFree = ({ edge, alongRatio }: Place): boolean => {
    const y = edge === 'top' ? BADGE.heightPx / 2 : clientHeight - BADGE.heightPx / 2;
    const left = alongRatio * (clientWidth - BADGE.widthPx);
    return [0.1, 0.4, 0.7, 0.9].every(
      (share) => !document.elementFromPoint(left + share * BADGE.widthPx, y)?.closest(CONTROLS),
    );
  };
  return order.find(isFree) ?? order[0];
}
