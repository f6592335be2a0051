import type { MarkShape } from '../../model/annotation/mark.ts';

/** Writes a number as the user's language does. */
export type NumberWriter = (value: number) => string;

/** @example numberWriter('de')(12.345) // '12,3' */
export function numberWriter(language: string): NumberWriter {
  const format = new Intl.NumberFormat(language === '' ? undefined : language, {
    maximumSignificantDigits: 3,
    useGrouping: false,
  });
  return (value) => format.format(value);
}

/** What stands at a mark; '' if nothing does. A length without a calibration is told in pixels. */
export function labelText(shape: MarkShape, write: NumberWriter): string {
  switch (shape.tool) {
    case 'text':
      return shape.text;
    case 'length': {
      const { from, to, calibration } = shape;
      const pixels = Math.hypot(to.x - from.x, to.y - from.y);
      if (calibration === null) return `${write(pixels)} px`;
      return `${write(pixels * calibration.unitsPerPixel)} ${calibration.unit}`;
    }
    case 'scale-bar':
      return `${write(shape.length)} ${shape.calibration.unit}`;
    case 'pen':
    case 'arrow':
    case 'rectangle':
    case 'ellipse':
      return '';
    default:
      return shape satisfies never;
  }
}
