import { CORNERS, type Place } from '../placement.ts';

/** What a portal offers to press; a badge on top of it would be in the way. */
const CONTROLS = 'a, button, input, select, [role=button], [id*=bar]';
/** Where the badge is, small and at its full width, from the edge of the window in CSS pixels. */
const REACH_PX = [40, 160];
const HEIGHT_PX = 28;

/** The first corner with no control of the page under it; the first of all if every one has some. */
export function freeCorner(document: Document, rightToLeft: boolean): Place | undefined {
  const { clientWidth, clientHeight } = document.documentElement;
  const order = rightToLeft ? CORNERS.map((each) => ({ ...each, alongRatio: 1 - each.alongRatio })) : CORNERS;
  const isFree = ({ edge, alongRatio }: Place): boolean =>
    REACH_PX.every(
      (reach) =>
        !document
          .elementFromPoint(
            reach + alongRatio * (clientWidth - 2 * reach),
            edge === 'top' ? HEIGHT_PX : clientHeight - HEIGHT_PX,
          )
          ?.closest(CONTROLS),
    );
  return order.find(isFree) ?? order[0];
}
