import { CORNERS, type Place } from '../../ui/placement.ts';

/** What a portal offers to press; a badge on top of it would be in the way. */
const CONTROLS = 'a, button, input, select, [role=button], [id*=bar]';
/** About from the edge of the window to the middle of the badge, in CSS pixels. */
const REACH = { xPx: 160, yPx: 28 };

/** The first corner with no control of the page under it; the first of all if every one has some. */
export function freeCorner(document: Document, rightToLeft: boolean): Place | undefined {
  const { clientWidth, clientHeight } = document.documentElement;
  const order = rightToLeft ? CORNERS.map((each) => ({ ...each, alongRatio: 1 - each.alongRatio })) : CORNERS;
  const isFree = ({ edge, alongRatio }: Place): boolean =>
    !document
      .elementFromPoint(
        REACH.xPx + alongRatio * (clientWidth - 2 * REACH.xPx),
        edge === 'top' ? REACH.yPx : clientHeight - REACH.yPx,
      )
      ?.closest(CONTROLS);
  return order.find(isFree) ?? order[0];
}
