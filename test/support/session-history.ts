import type { Snapshot } from '../../src/model/snapshot.ts';
import type { ScriptingApi } from './browsers/scripting-api.ts';
import type { TestExtension, TestPage } from './browsers/test-browser.ts';

/** One change of what the guard said, with the wall-clock time at which the extension's world heard it. */
export interface HistoryEntry {
  readonly atWallMs: number;
  readonly state: Snapshot['state'];
  readonly guarding: Snapshot['guarding'];
  readonly blocked: Snapshot['blocked'];
  readonly unacknowledged: number;
  readonly normalCreditLimit: number;
  readonly armed: boolean;
  readonly stuckButtons: number;
  readonly roundTripMs: number | null;
  readonly level: Snapshot['path']['level'];
  readonly probe: Snapshot['path']['probe'];
  readonly confidence: Snapshot['path']['confidence'];
}

declare const chrome: ScriptingApi;

declare global {
  /** Test only: written by {@link recordHistory} into the isolated world. */
  var riceHistory: HistoryEntry[] | undefined;
}

/** Starts to note every change of the newest connection of the tab's top document. */
export async function recordHistory(extension: TestExtension, page: TestPage): Promise<void> {
  const tabId = await extension.tabId(page);
  const found = await extension.evaluate(async (id: number): Promise<boolean> => {
    const [injected] = await chrome.scripting.executeScript({
      target: { tabId: id },
      func: () => {
        const link = globalThis.riceLink;
        if (link === undefined) return false;
        const history: HistoryEntry[] = [];
        globalThis.riceHistory = history;
        link.subscribe((snapshots) => {
          const snapshot = snapshots.at(-1);
          if (snapshot === undefined || history.length >= 20_000) return;
          history.push({
            atWallMs: Date.now(),
            state: snapshot.state,
            guarding: snapshot.guarding,
            blocked: snapshot.blocked,
            unacknowledged: snapshot.unacknowledged,
            normalCreditLimit: snapshot.normalCredit.limit,
            armed: snapshot.armed,
            stuckButtons: snapshot.stuckButtons,
            roundTripMs: snapshot.path.roundTripMs,
            level: snapshot.path.level,
            probe: snapshot.path.probe,
            confidence: snapshot.path.confidence,
          });
        });
        return true;
      },
    });
    return injected?.result ?? false;
  }, tabId);
  if (!found) throw new Error('[history] no link in the page: the hook did not run');
}

/** Everything noted so far. */
export async function readHistory(
  extension: TestExtension,
  page: TestPage,
): Promise<readonly HistoryEntry[]> {
  const tabId = await extension.tabId(page);
  const history = await extension.evaluate(async (id: number): Promise<readonly HistoryEntry[]> => {
    const [injected] = await chrome.scripting.executeScript({
      target: { tabId: id },
      func: () => globalThis.riceHistory ?? [],
    });
    return injected?.result ?? [];
  }, tabId);
  return history;
}

/** Resolves with the history once `holds` accepts it. */
export async function untilHistory(
  extension: TestExtension,
  page: TestPage,
  holds: (history: readonly HistoryEntry[]) => boolean,
  timeoutMs = 20_000,
): Promise<readonly HistoryEntry[]> {
  const giveUpAtMs = Date.now() + timeoutMs;
  for (;;) {
    const history = await readHistory(extension, page);
    if (holds(history)) return history;
    if (Date.now() > giveUpAtMs) {
      const changes = history.filter(
        ({ state, blocked, level }, index) =>
          state !== history[index - 1]?.state ||
          blocked !== history[index - 1]?.blocked ||
          level !== history[index - 1]?.level,
      );
      throw new Error(
        `[history] not seen in ${timeoutMs} ms; the last: ${JSON.stringify([...changes.slice(-8), ...history.slice(-1)])}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The states in the order in which they were entered. */
export function statesOf(history: readonly HistoryEntry[]): readonly Snapshot['state'][] {
  return history
    .map((entry) => entry.state)
    .filter((state, index, all) => index === 0 || state !== all[index - 1]);
}
