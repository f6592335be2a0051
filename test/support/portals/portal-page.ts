import type { TestPage } from '../browsers/test-browser.ts';

/** Where the remote screen lies in the top document, in CSS pixels. At scale 1 these are also remote pixels. */
export interface ScreenBox {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const CONNECT_TIMEOUT_MS = 15_000;

/** Resolves when the portal says it is connected: our pages by data-status, Debian's by a class. */
export async function untilConnected(page: TestPage): Promise<void> {
  const isConnected = () => {
    const { dataset, classList } = document.documentElement;
    return dataset['status'] === 'connected' || classList.contains('noVNC_connected');
  };
  try {
    await page.until(isConnected, undefined, CONNECT_TIMEOUT_MS);
  } catch (error) {
    const shown = await page.evaluate(() => JSON.stringify(document.documentElement.dataset));
    throw new Error(`[portals] not connected: ${shown} ${page.errors().join('; ')}`, { cause: error });
  }
}

/** Resolves when the remote screen shows more than one colour. */
export function untilPicture(page: TestPage): Promise<void> {
  return page.until(() => {
    const inner = document.querySelector('iframe')?.contentDocument;
    const canvases = [...document.querySelectorAll('canvas'), ...(inner?.querySelectorAll('canvas') ?? [])];
    return canvases.some((canvas) => {
      const { width, height } = canvas;
      if (width * height === 0) return false;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
      return pixels !== undefined && new Set(new Uint32Array(pixels.buffer)).size > 1;
    });
  });
}

/** The largest canvas of the page or of a frame of its own origin. */
export async function screenBox(page: TestPage): Promise<ScreenBox> {
  const box = await page.evaluate(() => {
    const frame = document.querySelector('iframe');
    const offset = frame?.getBoundingClientRect();
    const inner = frame?.contentDocument;
    const found = [
      ...[...document.querySelectorAll('canvas')].map((canvas) => ({ canvas, x: 0, y: 0 })),
      ...[...(inner?.querySelectorAll('canvas') ?? [])].map((canvas) => ({
        canvas,
        x: offset?.x ?? 0,
        y: offset?.y ?? 0,
      })),
    ].map(({ canvas, x, y }) => {
      const rect = canvas.getBoundingClientRect();
      return { x: rect.x + x, y: rect.y + y, widthPx: rect.width, heightPx: rect.height };
    });
    return found.sort((a, b) => b.widthPx * b.heightPx - a.widthPx * a.heightPx)[0];
  });
  if (box === undefined || box.widthPx === 0) throw new Error('[portals] no remote screen');
  return box;
}
