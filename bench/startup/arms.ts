import { type BrowserName, launch, testBuild } from '../../test/support/browsers/launch.ts';
import type { TestBrowser } from '../../test/support/browsers/test-browser.ts';
import type { PublishedBuild } from './published-build.ts';

/**
 * none: no extension. none-again: another browser without one, which says what two browsers differ by.
 * installed: the extension, with no site enabled. enabled: the page's site is. -asleep: the browser has ended the
 * extension's worker, as it does after half a minute without events; Chromium only.
 */
export const ARMS = [
  'none',
  'none-again',
  'installed',
  'enabled',
  'installed-asleep',
  'enabled-asleep',
] as const;
export type ArmName = (typeof ARMS)[number];

export interface Arm {
  readonly name: ArmName;
  readonly browser: TestBrowser;
  readonly isAsleep: boolean;
  /** Whether the hook must be in its pages. */
  readonly isHooked: boolean;
}

export interface Arms {
  readonly all: readonly Arm[];
  stop(): Promise<void>;
}

/** Starts the browsers of the arms, one after the other. */
export async function startArms(
  browser: BrowserName,
  names: readonly ArmName[],
  published: PublishedBuild,
): Promise<Arms> {
  const started: TestBrowser[] = [];
  const stop = async () => void (await Promise.all(started.map((each) => each.stop())));
  const start = async (extensionDir?: string) => {
    const fresh = await launch(browser, extensionDir);
    started.push(fresh);
    return fresh;
  };
  try {
    const byKind = new Map<string, TestBrowser>();
    for (const kind of new Set(names.map(kindOf))) {
      const directory =
        kind === 'installed' ? published.path : kind === 'enabled' ? testBuild(browser) : undefined;
      const fresh = await start(directory);
      if (browser === 'firefox' && kind === 'enabled') await closeOwnPage(fresh);
      byKind.set(kind, fresh);
    }
    const all = names.flatMap((name) => {
      const found = byKind.get(kindOf(name));
      if (found === undefined) return [];
      const isAsleep = name.endsWith('-asleep');
      return [{ name, browser: found, isAsleep, isHooked: kindOf(name) === 'enabled' }];
    });
    return { all, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of these arms in this turn: over two rounds of turns each stands at each place twice, in both directions. */
export function orderOf<Each>(arms: readonly Each[], turn: number): readonly Each[] {
  const first = turn % arms.length;
  const turned = [...arms.slice(first), ...arms.slice(0, first)];
  return Math.floor(turn / arms.length) % 2 === 0 ? turned : turned.reverse();
}

/** An awake and a sleeping worker share a browser. */
function kindOf(name: ArmName): string {
  return name.replace('-asleep', '');
}

/** In the extension's own page. */
declare const chrome: {
  readonly tabs: {
    getCurrent(): Promise<{ readonly id?: number } | undefined>;
    remove(id: number): Promise<void>;
  };
};

/** The launcher has opened one to ask whether the scripts are registered; it must not share in what is measured. */
export async function closeOwnPage(browser: TestBrowser): Promise<void> {
  await browser.extension?.evaluate(async () => {
    const { id = -1 } = (await chrome.tabs.getCurrent()) ?? {};
    setTimeout(() => void chrome.tabs.remove(id), 0);
  });
}
