import { render } from 'preact';
import type { LockPhase } from '../../model/control/lock-view.ts';
import type { Policy } from '../../model/policy/policy.ts';
import type { OverlayStore } from '../overlay-store.ts';
import { panelAmounts } from '../panel/panel-amounts.ts';
import { say } from '../sentence.ts';
import type { Messages } from '../surroundings.ts';
import { CopyPart } from './copy-part.tsx';
import { diagnosticsText } from './diagnostics-report.ts';
import type { HoldLog } from './hold-log.ts';
import { type Answer, why } from './why.ts';
import { whyKeys } from './why-keys.ts';
import { WhyPart } from './why-part.tsx';

/** Between two answers that are read out: a screen reader must be able to finish. */
export const QUIET_MS = 5_000;
/** A live region is read only if it was there before its words. */
export const SAY_AFTER_MS = 700;
/** With reduced motion the numbers move this seldom. */
const CALM_REDRAW_MS = 1_000;

/** What the diagnostics know of the world outside at one instant. */
export interface DiagnosticsGround {
  readonly policy: Policy | null;
  readonly settingsProblems: number | null;
  readonly lock: LockPhase['type'] | 'lost' | null;
}

export interface DiagnosticsOptions {
  readonly messages: Messages;
  readonly store: OverlayStore;
  /** Undefined: the part that keeps it has not come. */
  readonly holds: () => HoldLog | undefined;
  readonly ground: () => DiagnosticsGround;
  /** Of which the open panel speaks. */
  readonly connection: () => string | undefined;
  readonly about: {
    readonly extension: string;
    readonly browser: string;
    readonly isSecure: boolean;
    readonly isFramed: boolean;
    readonly pageHost: string;
  };
  readonly nowMs: () => number;
  readonly epochMs: () => number;
  readonly copy: (text: string) => Promise<void>;
  readonly save: (text: string) => void;
}

/** The mounted part, as its dock sees it. */
export interface DiagnosticsUi {
  draw(): void;
  /** The panel was opened: the answer is read out anew. */
  opened(): void;
  remove(): void;
}

/** Draws "why is my input ignored?" and what can be copied of it, and keeps both up to date. */
export function mountDiagnostics(container: HTMLElement, options: DiagnosticsOptions): DiagnosticsUi {
  const { messages, store, nowMs } = options;
  const numbers = panelAmounts(messages);
  // The extension may go away, and its texts with it, before there is something to say.
  for (const key of whyKeys()) messages(key);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let openedAtMs = nowMs();
  let said: { readonly rule: Answer['rule']; readonly text: string; readonly atMs: number } | null = null;
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  /** Unfolded: because something is held back, or by hand. It folds itself only with the panel. */
  let isOpen = false;
  let wasHeld = false;

  /** Once after it was opened, then only when another rule decides, and not too often. */
  const listen = (answer: Answer): string => {
    const now = nowMs();
    if (!isOpen) return '';
    const isDue = said === null ? now - openedAtMs >= SAY_AFTER_MS : now - said.atMs >= QUIET_MS;
    if (!isDue || said?.rule === answer.rule) return said?.text ?? '';
    const sentences = [answer.title, ...answer.lines.slice(0, 1), ...answer.remedies.slice(0, 1)];
    const text = sentences.map((sentence) => say(sentence, messages, numbers)).join(' ');
    said = { rule: answer.rule, text, atMs: now };
    return text;
  };
  const makeText = (withHosts: boolean): string =>
    diagnosticsText({
      ...options.about,
      ...options.ground(),
      withHosts,
      madeWallMs: options.epochMs(),
      language: messages('uiLanguage'),
      display: store.picture.display,
      snapshots: store.snapshots,
      historyOf: (connection) => store.history.of(connection),
      holds: options.holds() ?? { holds: [] },
    });
  const unfold = (open: boolean): void => {
    if (open && !isOpen) openedAtMs = nowMs();
    isOpen = open;
  };
  const draw = (): void => {
    drawnAtMs = nowMs();
    const connection = options.connection();
    const snapshot = store.snapshots.find((each) => each.connection === connection);
    if (snapshot === undefined) {
      render(null, container);
      return;
    }
    const { policy, lock } = options.ground();
    const answer = why({ snapshot, display: store.picture.display, policy, lock });
    const isHeld = answer.held !== 'none';
    isOpen ||= isHeld && !wasHeld;
    wasHeld = isHeld;
    const hosts = [options.about.pageHost, ...store.snapshots.map(({ instrument }) => instrument.socketHost)];
    render(
      <>
        <div class="spoken" role="status" aria-live="polite">
          {listen(answer)}
        </div>
        <details class="why" open={isOpen} onToggle={(event) => unfold(event.currentTarget.open)}>
          <summary>
            <h3>{messages('uiWhyTitle')}</h3>
          </summary>
          <WhyPart
            messages={messages}
            amounts={numbers}
            answer={answer}
            last={options.holds()?.lastOf(snapshot.connection) ?? null}
          />
          <CopyPart
            messages={messages}
            makeText={makeText}
            hosts={[...new Set(hosts.filter((host) => host !== ''))]}
            copy={options.copy}
            save={options.save}
          />
        </details>
      </>,
      container,
    );
  };

  const unwatch = store.watch(() => {
    if (options.connection() === undefined) return;
    if (calm.matches && Math.abs(nowMs() - drawnAtMs) < CALM_REDRAW_MS) return;
    draw();
  });
  draw();
  return {
    draw,
    opened: () => {
      openedAtMs = nowMs();
      said = null;
      isOpen = false;
      wasHeld = false;
      draw();
    },
    remove: () => {
      unwatch();
      render(null, container);
    },
  };
}
