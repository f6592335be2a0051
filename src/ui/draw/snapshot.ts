import type { DrawView } from './draw-view.ts';
import type { MarkPainter, ShownMark } from './paint.ts';

/** A picture that stands still while the session goes on beneath. */
export interface Still {
  readonly picture: HTMLCanvasElement;
  /** As it was shown when it was taken. */
  readonly view: DrawView;
  readonly takenWallMs: number;
}

/** The picture pixel for pixel, with marks or without. Resolves to null where it cannot be read. */
export async function pngOf(
  { picture, view }: Pick<Still, 'picture' | 'view'>,
  marks: readonly ShownMark[],
  painter: MarkPainter,
): Promise<Blob | null> {
  const { width, height } = picture;
  const sheet = picture.ownerDocument.createElement('canvas');
  sheet.width = width;
  sheet.height = height;
  const context = sheet.getContext('2d');
  if (context === null) return null;
  try {
    context.drawImage(picture, 0, 0);
    const box = { x: 0, y: 0, width, height };
    const whole: DrawView = { ...view, box, visible: box };
    painter.paint(context, marks, { view: whole, origin: { x: 0, y: 0 }, ratio: 1 });
    return await new Promise((resolve) => sheet.toBlob(resolve, 'image/png'));
  } catch {
    // A picture with something of another origin in it is not given away.
    return null;
  }
}

/** @example fileName(Date.UTC(2026, 2, 14, 9, 26, 53), '.png') // 'rice-2026-03-14-09-26-53.png' */
export function fileName(wallMs: number, kind: string): string {
  const time = new Date(wallMs).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return `rice-${time}${kind}`;
}
