import type { TestPage } from '../../../test/support/browsers/test-browser.ts';
import type { Pose } from '../../instrument/pose.ts';
import { POSE_STRIP, readPoseStrip } from '../../instrument/pose-strip.ts';
import type { Rect } from '../../instrument/rect.ts';
import type { Percept } from '../../users/user-input.ts';

/** Where RICE's overlay offers to arm hazardous functions again, in CSS pixels of the page. */
export interface RearmOffer {
  readonly x: number;
  readonly y: number;
}

/** What is to be seen on the page now. */
export interface View extends Percept {
  readonly rearm: RearmOffer | null;
}

/** The watcher in the page. */
interface PageSampler {
  /** Grows with every change. */
  version: number;
  pose: Pose | null;
  warned: string;
  rearm: string;
  looks: number;
  /** What looking has cost so far. */
  spentMs: number;
  wake: () => void;
}

declare global {
  /** Testbed only: in the page's own world, by {@link PerceptView}. */
  var riceSampler: PageSampler | undefined;
}

/** Twice as often as a microscope's screen changes, and more; in Firefox a look costs 2.4 ms, in Chromium 0.2 ms. */
const LOOK_EVERY_MS = 30;
/** Long enough that asking costs nothing while nothing changes; short enough to notice the end. */
const ASK_WITHIN_MS = 500;

/** Sees what a user sees: the decoded picture on noVNC's canvas, and RICE's warning above it. */
export class PerceptView {
  readonly #page: TestPage;
  readonly #onChange: () => void;
  #view: View = { pose: null, isWarned: false, rearm: null };
  #isStopped = false;
  #fail: (error: Error) => void = () => {};
  /** Rejects when nothing can be seen any more: the page or its browser is gone. */
  readonly lost = new Promise<never>((_, reject) => {
    this.#fail = reject;
  });

  private constructor(page: TestPage, onChange: () => void) {
    this.#page = page;
    this.#onChange = onChange;
    // Nobody may be waiting for it any more.
    this.lost.catch(() => {});
  }

  /** Starts to look at the page's frames. `onChange` is called when there is something else to see. */
  static async start(page: TestPage, onChange: () => void): Promise<PerceptView> {
    const how = { reader: readPoseStrip.toString(), strip: POSE_STRIP, everyMs: LOOK_EVERY_MS };
    await page.evaluate(watchCanvas, how);
    const view = new PerceptView(page, onChange);
    void view.#follow();
    return view;
  }

  get now(): View {
    return this.#view;
  }

  /** Resolves with the first picture that can be read. */
  async untilSeen(withinMs: number): Promise<void> {
    const giveUpAtMs = performance.now() + withinMs;
    while (this.#view.pose === null) {
      if (performance.now() > giveUpAtMs) throw new Error('[live] no picture of the instrument is seen');
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 50)), this.lost]);
    }
  }

  /** Mean cost of looking once, in the page, ms. */
  async costMs(): Promise<number> {
    return this.#page.evaluate(() => {
      const { spentMs = 0, looks = 0 } = globalThis.riceSampler ?? {};
      return spentMs / Math.max(1, looks);
    });
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** One question at a time, answered when there is something new: a round trip a picture, and none in between. */
  async #follow(): Promise<void> {
    let version = 0;
    while (!this.#isStopped) {
      const seen = await this.#page
        .evaluate(nextView, { version, withinMs: ASK_WITHIN_MS })
        .catch(() => null);
      if (seen === null) {
        this.#fail(new Error('[live] the page is gone'));
        return;
      }
      if (seen.version === version) continue;
      version = seen.version;
      const [x, y] = seen.rearm.split(',').map(Number);
      this.#view = {
        pose: seen.pose,
        isWarned: seen.warned !== '',
        rearm: x === undefined || y === undefined || seen.rearm === '' ? null : { x, y },
      };
      if (!this.#isStopped) this.#onChange();
    }
  }
}

/** In the page: reads the strip when a frame is drawn, not more often than asked. */
function watchCanvas({ reader, strip, everyMs }: { reader: string; strip: Rect; everyMs: number }): void {
  const make = new Function('__name', `return ${reader}`) as (
    name: (f: unknown) => unknown,
  ) => (rgba: Uint8ClampedArray) => Pose | null;
  const read = make((f) => f);
  const sampler: PageSampler = {
    ...{ version: 0, pose: null, warned: '', rearm: '', looks: 0, spentMs: 0 },
    wake: () => {},
  };
  globalThis.riceSampler = sampler;
  let lookedMs = 0;
  const look = (): void => {
    requestAnimationFrame(look);
    if (performance.now() - lookedMs < everyMs) return;
    const beganMs = performance.now();
    lookedMs = beganMs;
    const canvas = document.querySelector<HTMLCanvasElement>('#screen canvas');
    const { riceWarned: warned = '', riceRearm: rearm = '' } = document.documentElement.dataset;
    let pose = sampler.pose;
    if (canvas !== null && canvas.width >= strip.x + strip.width) {
      const context = canvas.getContext('2d');
      const pixels = context?.getImageData(strip.x, strip.y, strip.width, strip.height).data;
      // A picture of which only a part has been drawn has no pose: it is seen with the next frame.
      pose = (pixels && read(pixels)) ?? pose;
    }
    sampler.looks += 1;
    sampler.spentMs += performance.now() - beganMs;
    const isNew =
      pose?.drawing !== sampler.pose?.drawing || warned !== sampler.warned || rearm !== sampler.rearm;
    if (!isNew) return;
    sampler.pose = pose;
    sampler.warned = warned;
    sampler.rearm = rearm;
    sampler.version += 1;
    sampler.wake();
  };
  look();
}

/** In the page: what is to be seen, as soon as it is not `version` any more. */
function nextView({ version, withinMs }: { version: number; withinMs: number }) {
  const sampler = globalThis.riceSampler;
  if (sampler === undefined) return null;
  return new Promise<Pick<PageSampler, 'version' | 'pose' | 'warned' | 'rearm'>>((resolve) => {
    const answer = (): void => {
      sampler.wake = () => {};
      const { version: now, pose, warned, rearm } = sampler;
      resolve({ version: now, pose, warned, rearm });
    };
    if (sampler.version !== version) {
      answer();
      return;
    }
    sampler.wake = answer;
    setTimeout(answer, withinMs);
  });
}
