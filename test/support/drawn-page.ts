import { poll } from './browsers/page-code.ts';
import type { OverlayElement, TestExtension, TestPage } from './browsers/test-browser.ts';
import type { Feature } from './servers/feature.ts';

/** A busy machine draws late; nothing here measures time. */
const WITHIN_MS = 30_000;
const DRAG_STEPS = 4;

/** CSS pixels of the window. */
export interface WindowPoint {
  readonly x: number;
  readonly y: number;
}

interface WindowBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface DrawScripting {
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
  readonly tabs: { sendMessage(tabId: number, message: object): Promise<unknown> };
  readonly commands: {
    getAll(): Promise<readonly { readonly name?: string; readonly shortcut?: string }[]>;
    /** Chromium raises the event by it; Firefox has none. */
    readonly onCommand: { dispatch?(command: string): void };
  };
  readonly scripting: {
    executeScript<Argument, Result>(injection: {
      target: { tabId: number };
      args: readonly Argument[];
      func: (argument: Argument) => Result;
    }): Promise<readonly { readonly result?: Result }[]>;
  };
}
declare const chrome: DrawScripting;

/** A portal page over which somebody draws, by mouse and keyboard, and which is read back by its pixels. */
export class DrawnPage {
  constructor(
    readonly page: TestPage,
    private readonly extension: TestExtension,
  ) {}

  /** The keys by which the browser begins to draw. */
  async shortcut(): Promise<string> {
    return this.extension.evaluate(
      async () =>
        (await chrome.commands.getAll()).find(({ name }) => name === 'open-draw')?.shortcut ?? 'none',
    );
  }

  /**
   * Begins to draw, or ends it, as the browser's key does. Nothing that drives a browser presses the keys of its
   * extensions: in Chromium the extension's own event is raised, which the key would raise; in Firefox, where nobody can,
   * the page gets what the background then sends.
   */
  async toggle(): Promise<void> {
    await this.page.bringToFront();
    const tabId = await this.extension.tabId(this.page);
    await this.extension.evaluate(async (id: number) => {
      const { onCommand } = chrome.commands;
      if (onCommand.dispatch !== undefined) onCommand.dispatch('open-draw');
      else await chrome.tabs.sendMessage(id, { type: 'open-draw' });
    }, tabId);
  }

  /** Draw mode is on, and the picture has its place. */
  async isDrawing(): Promise<boolean> {
    const { elements } = await this.extension.overlay(this.page);
    return elements.some(({ role }) => role === 'application');
  }

  async begin(): Promise<void> {
    await this.toggle();
    // Its keys are not taken before.
    await poll(async () => {
      const { elements } = await this.extension.overlay(this.page);
      return elements.some(({ role, hasKeyboard }) => role === 'application' && hasKeyboard);
    }, WITHIN_MS);
  }

  /** Presses a button of the overlay. */
  async press(label: RegExp): Promise<void> {
    const find = async (): Promise<OverlayElement | undefined> =>
      (await this.extension.overlay(this.page)).elements.find(
        (each) => each.tag === 'button' && each.widthPx > 0 && label.test(each.label || each.text),
      );
    await poll(async () => (await find()) !== undefined, WITHIN_MS).catch(async () => {
      throw new Error(`[draw] no button ${label} in: ${await this.text()}`);
    });
    const found = await find();
    if (found === undefined) throw new Error(`[draw] no button ${label} any more`);
    await this.page.mouse.click(found.x, found.y);
  }

  async text(): Promise<string> {
    return (await this.extension.overlay(this.page)).text;
  }

  async drag(from: WindowPoint, to: WindowPoint): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    for (let step = 1; step <= DRAG_STEPS; step++) {
      const along = step / DRAG_STEPS;
      await mouse.move(from.x + (to.x - from.x) * along, from.y + (to.y - from.y) * along);
    }
    await mouse.up();
  }

  /** The drawing part is here: it is put in when something is drawn, and learns from the mouse from then on. */
  async isWatching(): Promise<boolean> {
    const tabId = await this.extension.tabId(this.page);
    return this.extension.evaluate(async (id: number) => {
      const [injected] = await chrome.scripting.executeScript({
        target: { tabId: id },
        args: [],
        func: () =>
          [...document.querySelectorAll<HTMLElement>('[popover]')].some((host) => {
            const root: unknown = chrome.dom
              ? chrome.dom.openOrClosedShadowRoot(host)
              : Reflect.get(host, 'openOrClosedShadowRoot');
            return root instanceof ShadowRoot && root.querySelector('canvas.draw-layer') !== null;
          }),
      });
      return injected?.result === true;
    }, tabId);
  }

  /** Where a feature of the remote screen is in the window, by the pixels that noVNC drew; and CSS pixels a pixel. */
  async placeOf({ rgb }: Feature): Promise<WindowPoint & { readonly scale: number }> {
    const find = () =>
      this.page.evaluate((wanted: readonly number[]) => {
        const canvas = document.querySelector('canvas');
        const { width = 0, height = 0 } = canvas ?? {};
        const pixels = canvas?.getContext('2d')?.getImageData(0, 0, width, height).data;
        if (canvas === null || pixels === undefined) return null;
        const box = [width, height, -1, -1] as [number, number, number, number];
        for (let at = 0; at < pixels.length; at += 4) {
          if (wanted.some((each, index) => Math.abs((pixels[at + index] ?? 0) - each) > 24)) continue;
          const x = (at / 4) % width;
          const y = Math.floor(at / 4 / width);
          if (x < box[0]) box[0] = x;
          if (y < box[1]) box[1] = y;
          if (x > box[2]) box[2] = x;
          if (y > box[3]) box[3] = y;
        }
        if (box[2] < 0) return null;
        const rect = canvas.getBoundingClientRect();
        const scale = rect.width / width;
        return {
          x: rect.left + ((box[0] + box[2] + 1) / 2) * scale,
          y: rect.top + ((box[1] + box[3] + 1) / 2) * scale,
          scale,
        };
      }, rgb);
    await poll(async () => (await find()) !== null, WITHIN_MS);
    const found = await find();
    if (found === null) throw new Error('[draw] the feature is not seen any more');
    return found;
  }

  /** What is painted firmly within so many CSS pixels of a point, in CSS pixels; null: nothing. */
  async paintedAround({ x, y }: WindowPoint, within: number): Promise<WindowBox | null> {
    const tabId = await this.extension.tabId(this.page);
    const found = await this.extension.evaluate(
      async (asked: {
        readonly id: number;
        readonly x: number;
        readonly y: number;
        readonly within: number;
      }) => {
        const [injected] = await chrome.scripting.executeScript({
          target: { tabId: asked.id },
          args: [asked],
          func: (wanted) => {
            const roots = [...document.querySelectorAll<HTMLElement>('[popover]')].map((host) => {
              const root: unknown = chrome.dom
                ? chrome.dom.openOrClosedShadowRoot(host)
                : Reflect.get(host, 'openOrClosedShadowRoot');
              return root;
            });
            const box = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1] as [
              number,
              number,
              number,
              number,
            ];
            for (const root of roots) {
              if (!(root instanceof ShadowRoot)) continue;
              for (const canvas of root.querySelectorAll<HTMLCanvasElement>('canvas.draw-layer')) {
                const rect = canvas.getBoundingClientRect();
                if (canvas.hidden || rect.width === 0) continue;
                const ratio = canvas.width / rect.width;
                const left = Math.max(0, Math.round((wanted.x - wanted.within - rect.left) * ratio));
                const top = Math.max(0, Math.round((wanted.y - wanted.within - rect.top) * ratio));
                const width = Math.min(canvas.width - left, Math.round(2 * wanted.within * ratio));
                const height = Math.min(canvas.height - top, Math.round(2 * wanted.within * ratio));
                if (width <= 0 || height <= 0) continue;
                const pixels = canvas.getContext('2d')?.getImageData(left, top, width, height).data ?? [];
                for (let at = 3; at < pixels.length; at += 4) {
                  if ((pixels[at] ?? 0) < 128) continue;
                  const px = ((at - 3) / 4) % width;
                  const py = Math.floor((at - 3) / 4 / width);
                  box[0] = Math.min(box[0], rect.left + (left + px) / ratio);
                  box[1] = Math.min(box[1], rect.top + (top + py) / ratio);
                  box[2] = Math.max(box[2], rect.left + (left + px + 1) / ratio);
                  box[3] = Math.max(box[3], rect.top + (top + py + 1) / ratio);
                }
              }
            }
            return box;
          },
        });
        return injected?.result ?? null;
      },
      { id: tabId, x, y, within },
    );
    if (found === null || found[2] < 0) return null;
    const [left, top, right, bottom] = found;
    return { left, top, right, bottom };
  }
}
