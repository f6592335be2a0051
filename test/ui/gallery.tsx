/**
 * Every state of overlay and panel over a noisy microscope picture, to look at. `npx tsx test/ui/gallery-run.ts`
 * builds and opens it; the query chooses `?part=badges|banners|safety|quality|panel|panel-bad|
 * panel-safety|panel-quality|small` and `&lang=de&rtl=1` with any language of _locales.
 */
import texts_de from '../../_locales/de/messages.json';
import texts_en from '../../_locales/en/messages.json';
import texts_es from '../../_locales/es/messages.json';
import texts_fr from '../../_locales/fr/messages.json';
import texts_ja from '../../_locales/ja/messages.json';
import texts_zh_CN from '../../_locales/zh_CN/messages.json';
import type { Snapshot } from '../../src/model/snapshot.ts';
import ratingCss from '../../src/ui/analyst/rating.css?inline';
import css from '../../src/ui/overlay.css?inline';
import { mountOverlay, type Overlay } from '../../src/ui/overlay.tsx';
import { OverlayStore } from '../../src/ui/overlay-store.ts';
import panelCss from '../../src/ui/panel/panel.css?inline';
import { mountPanel } from '../../src/ui/panel/panel.tsx';
import type { Place } from '../../src/ui/placement.ts';
import qualityCss from '../../src/ui/quality/quality.css?inline';
import { mountQuality } from '../../src/ui/quality/quality.tsx';
import safetyCss from '../../src/ui/safety/safety.css?inline';
import { mountSafety } from '../../src/ui/safety/safety.tsx';
import type { Messages } from '../../src/ui/surroundings.ts';
import { rowsOf } from '../support/reading-of.ts';
import { FakeAnalyst } from './fake-analyst.ts';
import { drive } from './gallery-drive.ts';
import { chose } from './quality/quality-of.ts';
import { blockedBy, instrumentOf, type SnapshotParts, snapshotOf } from './snapshots.ts';

const query = new URLSearchParams(location.search);
type Texts = Readonly<Record<string, { readonly message: string } | undefined>>;
const LANGUAGES: Readonly<Record<string, Texts>> = {
  de: texts_de,
  en: texts_en,
  es: texts_es,
  fr: texts_fr,
  ja: texts_ja,
  zh_CN: texts_zh_CN,
};
const texts: Texts = LANGUAGES[query.get('lang') ?? 'en'] ?? texts_en;
const messages: Messages = (key, ...substitutions) => {
  if (key === 'uiDirection' && query.has('rtl')) return 'rtl';
  const text = texts[key]?.message ?? `[${key}]`;
  return text.replace(/\$([1-9])/g, (_whole, digit: string) => substitutions[Number(digit) - 1] ?? '');
};

interface Scene {
  readonly title: string;
  readonly frames: readonly Snapshot[];
  readonly place?: Place;
  readonly heightPx?: number;
  readonly widthPx?: number;
  readonly panel?: boolean;
  readonly dot?: boolean;
  readonly settleMs?: number;
  readonly detached?: boolean;
  readonly interfered?: boolean;
  /** Nobody draws it any more. */
  readonly dead?: boolean;
  readonly others?: readonly Snapshot[];
}

function microscope(canvas: HTMLCanvasElement, light: boolean): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width, height } = canvas;
  const picture = context.createImageData(width, height);
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };
  const blobs = Array.from({ length: 40 }, () => ({
    x: random() * width,
    y: random() * height,
    r: 8 + random() * 46,
    v: random() * 90 - 20,
  }));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let value = light ? 168 : 84;
      for (const blob of blobs) {
        const d = Math.hypot(x - blob.x, y - blob.y) / blob.r;
        if (d < 1.3) value += blob.v * Math.exp(-d * d * d);
      }
      value += (random() - 0.5) * 90;
      const at = 4 * (y * width + x);
      picture.data[at] = picture.data[at + 1] = picture.data[at + 2] = value;
      picture.data[at + 3] = 255;
    }
  }
  context.putImageData(picture, 0, 0);
}

function stage(scene: Scene): void {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = scene.title;
  const cell = document.createElement('div');
  cell.className = 'cell';
  cell.style.height = `${scene.heightPx ?? 150}px`;
  if (scene.widthPx !== undefined) cell.style.width = `${scene.widthPx}px`;
  const canvas = document.createElement('canvas');
  const host = document.createElement('div');
  host.className = 'host';
  cell.append(canvas, host);
  figure.append(caption, cell);
  document.querySelector('main')?.append(figure);
  canvas.width = cell.clientWidth / 2;
  canvas.height = cell.clientHeight / 2;
  microscope(canvas, matchMedia('(prefers-color-scheme: light)').matches);

  const root = host.attachShadow({ mode: 'open' });
  for (const text of [css, panelCss, safetyCss, ratingCss, qualityCss]) {
    const style = document.createElement('style');
    style.textContent = text;
    root.append(style);
  }
  const markSlot = document.createElement('div');
  const panelSlot = document.createElement('div');
  const overlaySlot = document.createElement('div');
  root.append(markSlot, panelSlot, overlaySlot);

  let listener: ((snapshots: readonly Snapshot[]) => void) | undefined;
  let clockMs = 0;
  const store = new OverlayStore(
    {
      detached: scene.detached === true,
      command: () => undefined,
      setInterfered: () => undefined,
      subscribe: (next) => {
        listener = next;
        return () => undefined;
      },
    },
    { nowMs: () => clockMs, epochMs: () => Date.UTC(2026, 2, 14, 9, 26, 0) + clockMs },
  );
  // The store's timer would find the scene silent.
  const stop = store.start();
  clearInterval(undefined);
  const overlay: Overlay = mountOverlay(overlaySlot, {
    surroundings: {
      port: {
        detached: false,
        command: () => undefined,
        setInterfered: () => undefined,
        subscribe: () => () => undefined,
      },
      messages,
      storage: {
        get: async () => (scene.dot === true ? { ...scene.place, dot: true } : undefined),
        set: async () => undefined,
      },
    },
    store,
    startPlace: scene.place,
    onOpenPanel: () => undefined,
  });
  const first = scene.frames[0]?.nowMs ?? 0;
  if (scene.interfered === true) store.setInterfered(true);
  for (const frame of scene.frames) {
    clockMs = frame.nowMs - first;
    listener?.([frame, ...(scene.others ?? [])]);
  }
  if (scene.settleMs !== undefined) {
    clockMs += scene.settleMs;
    const last = scene.frames.at(-1);
    if (last !== undefined) listener?.([{ ...last, nowMs: last.nowMs + scene.settleMs }]);
  }
  stop();
  if (scene.dead !== true) setInterval(() => overlay.setSetting(overlay.setting), 1_000);
  if (scene.panel === true) {
    overlay.setPanelOpen(true);
    const analyst = new FakeAnalyst();
    analyst.trail = rowsOf(240, (scene.frames.at(-1)?.nowMs ?? 0) - 239_000);
    analyst.mayRate = scene.frames.at(-1)?.guarding === 'closed';
    mountPanel(panelSlot, {
      messages,
      store,
      overlay,
      analyst: () => analyst,
      onClose: () => undefined,
      onDraw: () => undefined,
      onMark: () => undefined,
      onRoom: () => undefined,
      onReport: () => undefined,
    });
    const { activeElement } = root;
    if (activeElement instanceof HTMLElement) activeElement.blur();
    if (query.has('open')) for (const each of root.querySelectorAll('details')) each.open = true;
    const at = query.get('at');
    if (at !== null) root.querySelector(`.panel ${at}`)?.scrollIntoView();
    if (query.has('scroll')) root.querySelector('.body')?.scrollTo(0, 10_000);
  }
  const offer = document.createElement('div');
  const part = document.createElement('div');
  const home = root.querySelector<HTMLElement>('.quality-home');
  (root.querySelector('.safety-home') ?? root.querySelector('.safety-slot'))?.append(offer);
  home?.append(part);
  const quality = mountQuality(
    { mark: markSlot, offer, part },
    {
      messages,
      store,
      port: { command: () => undefined },
      storage: { get: async () => undefined, set: async () => undefined },
      overlay,
      nowMs: () => performance.now(),
      wallMs: () => Date.now(),
      panelConnection: () => home?.dataset['connection'],
      openPanel: () => undefined,
      choose: async () => true,
    },
  );
  // The offer waits for a while, and the badge's place comes with its setting.
  setInterval(() => quality.draw(), 500);
  const controls = document.createElement('div');
  (root.querySelector('.safety-home') ?? root.querySelector('.safety-slot'))?.append(controls);
  mountSafety(controls, {
    messages,
    store,
    port: { command: () => undefined },
    nowMs: () => performance.now(),
    onWhy: () => undefined,
    onCommand: () => undefined,
  });
}

const one = (parts: SnapshotParts = {}): readonly Snapshot[] => [snapshotOf(parts)];
const low = { path: { confidence: 'low', probe: 'none' } } as const;
const far = { effectiveMs: 2_310, roundTripMs: 44, level: 'stall', quality: 0 } as const;

const badges: readonly Scene[] = [
  { title: 'connecting', frames: one({ guarding: 'connecting', state: 'idle' }) },
  { title: 'idle', frames: one({ state: 'idle', demand: { deliveredPerSecond: 0 } }) },
  { title: 'stable', frames: one() },
  { title: 'stable, settled', frames: one(), settleMs: 7_000 },
  {
    title: 'stable, as a dot',
    frames: one(),
    settleMs: 7_000,
    dot: true,
    place: { edge: 'bottom', alongRatio: 1 },
  },
  { title: 'stable, low confidence', frames: one(low) },
  {
    title: 'stable, steady slow link',
    frames: one({ path: { roundTripMs: 612, effectiveMs: 612, baseMs: 598 } }),
  },
  {
    title: 'stable, warn',
    frames: one({ flags: { warn: true }, path: { effectiveMs: 121, level: 'warn' } }),
  },
  { title: 'stable, degraded', frames: one({ flags: { degraded: true } }) },
  { title: 'idle, path not good', frames: one({ state: 'idle', flags: { nonIdeal: true } }) },
  {
    title: 'unstable, held',
    frames: [blockedBy('probe-overdue', { blockedMs: 120, path: { effectiveMs: 480, level: 'bad' } })],
  },
  { title: 'breakdown', frames: [blockedBy('breakdown', { blockedMs: 120, state: 'breakdown', path: far })] },
  { title: 'recovery', frames: [blockedBy('breakdown', { blockedMs: 120, state: 'recovery' })] },
  { title: 'no data', frames: one({ flags: { noData: true }, blocked: 'no-data', blockedMs: 100 }) },
  { title: 'measuring only, stable', frames: one({ guarding: 'measuring' }) },
  { title: 'measuring only, low confidence', frames: one({ guarding: 'measuring', ...low }) },
  {
    title: 'unverified',
    frames: one({
      guarding: 'unverified',
      guardingReason: 'unknown-encoding',
      blocked: 'unverified',
      blockedMs: 50,
    }),
  },
  { title: 'not guarded', frames: one({ guarding: 'unguarded', guardingReason: 'kasm' }) },
  { title: 'fault', frames: one({ blocked: 'fault', guardingReason: 'fault', blockedMs: 50 }) },
  { title: 'closed', frames: one({ guarding: 'closed' }) },
  { title: 'detached', frames: one(), detached: true },
  { title: 'two connections', frames: one(), others: [snapshotOf({ connection: 'c2' })] },
];

const held = { cutBurst: { sent: 3, dropped: 4, sinceMs: 900 }, unacknowledged: 2 } as const;
const banners: readonly Scene[] = [
  {
    title: 'late',
    frames: [
      blockedBy('probe-overdue', {
        unacknowledged: 2,
        droppedPresses: 1,
        path: { effectiveMs: 620, level: 'bad' },
      }),
    ],
  },
  {
    title: 'breakdown',
    frames: [blockedBy('breakdown', { state: 'breakdown', blockedMs: 7_400, ...held, path: far })],
  },
  {
    title: 'recovery',
    frames: [blockedBy('breakdown', { state: 'recovery', blockedMs: 9_100, droppedPresses: 5 })],
  },
  { title: 'burst cut', frames: [blockedBy('burst-cut', held)] },
  { title: 'retry', frames: [blockedBy('retry', { unacknowledged: 1 })] },
  { title: 'stale input', frames: [blockedBy('stale-input', { state: 'stable', droppedPresses: 1 })] },
  { title: 'held through', frames: [blockedBy('held-through-block', { state: 'stable' })] },
  { title: 'no data', frames: [blockedBy('no-data', { state: 'idle', flags: { noData: true } })] },
  { title: 'fault', frames: [blockedBy('fault', { guardingReason: 'fault' })] },
  {
    title: 'unverified',
    frames: one({
      guarding: 'unverified',
      guardingReason: 'unknown-encoding',
      blocked: 'unverified',
      blockedMs: 5_000,
    }),
  },
  { title: 'not guarded', frames: one({ guarding: 'unguarded', guardingReason: 'kasm' }) },
  {
    title: 'measuring only, stalled',
    frames: one({ guarding: 'measuring', state: 'breakdown', unacknowledged: 4, path: far }),
  },
  { title: 'closed with actions under way', frames: one({ guarding: 'closed', unacknowledged: 3 }) },
  { title: 'interfered', frames: one(), interfered: true },
  {
    title: 'may go on, after a cut burst',
    frames: [blockedBy('burst-cut', held), snapshotOf({ nowMs: 102_000 })],
  },
  {
    title: 'badge on top: warning below',
    frames: [blockedBy('probe-overdue')],
    place: { edge: 'top', alongRatio: 0.3 },
  },
];

const available = { state: 'available', remainingMs: 0 } as const;
const stalled = blockedBy('breakdown', {
  state: 'breakdown',
  blockedMs: 7_400,
  unacknowledged: 2,
  override: available,
  path: far,
});
const safety: readonly Scene[] = [
  { title: 'override offered', frames: [stalled] },
  {
    title: 'override forbidden, retry waited for',
    frames: [
      blockedBy('retry', {
        waitingMs: 800,
        unacknowledged: 1,
        override: { state: 'forbidden', remainingMs: 0 },
      }),
    ],
  },
  {
    title: 'override active, badge on top',
    frames: [
      snapshotOf({
        state: 'breakdown',
        unacknowledged: 3,
        override: { state: 'active', remainingMs: 7_600 },
        path: far,
      }),
    ],
    place: { edge: 'top', alongRatio: 1 },
  },
  { title: 'override spent', frames: [{ ...stalled, override: { state: 'spent', remainingMs: 0 } }] },
  { title: 'not armed', frames: one({ armed: false }) },
  {
    title: 'stuck button, while held back',
    frames: [{ ...stalled, stuckButtons: 1, override: { state: 'impossible', remainingMs: 0 } }],
  },
  { title: 'stuck buttons, and not armed', frames: one({ armed: false, stuckButtons: 5 }) },
  { title: 'confirmation', frames: one({ confirm: 'Move stage to load position' }) },
  { title: 'unknown instrument', frames: one({ instrument: instrumentOf('unknown', '') }) },
  {
    title: 'burst received',
    frames: [blockedBy('burst-cut', { cutBurst: { sent: 2, dropped: 3, sinceMs: 900 } })],
  },
  { title: 'script gone', frames: one(), dead: true },
  { title: 'script gone, badge left', frames: one(), dead: true, place: { edge: 'left', alongRatio: 0.9 } },
];

const automatic = chose({ type: 'automatic', lowest: 1, highest: 8 });
const half = { state: 'coming', share: 0.42 } as const;
const quality: readonly Scene[] = [
  { title: 'lossy', frames: one() },
  { title: 'lossy, settled', frames: one(), settleMs: 7_000 },
  {
    title: 'lossy, as a dot',
    frames: one(),
    settleMs: 7_000,
    dot: true,
    place: { edge: 'bottom', alongRatio: 1 },
  },
  { title: 'full quality is coming', frames: one({ quality: { full: half } }) },
  {
    title: 'complete',
    frames: one({ quality: { isLossy: false, full: { state: 'complete', share: 1 } } }),
  },
  {
    title: 'complete, of JPEG all the same',
    frames: one({ quality: { level: 9, full: { state: 'complete', share: 1 } } }),
  },
  {
    title: 'automatic, top',
    frames: one({ quality: { ...automatic, level: 2, cause: 'network' } }),
    place: { edge: 'top', alongRatio: 0.4 },
  },
  {
    title: 'fixed and focused, left',
    frames: one({ quality: { ...chose({ type: 'fixed', level: 8 }), level: 8, isFocused: true } }),
    place: { edge: 'left', alongRatio: 0.3 },
  },
  { title: 'offered', frames: one({ quality: { offer: 2 } }) },
  {
    title: 'offered, badge on top',
    frames: one({ quality: { offer: 2 } }),
    place: { edge: 'top', alongRatio: 1 },
  },
  {
    title: 'not offered beside a warning',
    frames: [{ ...stalled, quality: one({ quality: { offer: 2 } })[0]?.quality ?? stalled.quality }],
  },
  { title: 'phone', frames: one({ quality: { ...automatic, offer: 2, full: half } }), widthPx: 340 },
];
const panelQuality: readonly Scene[] = [
  { title: 'panel, offered', frames: one({ quality: { offer: 2, full: half } }) },
  {
    title: 'panel, automatic',
    frames: one({ quality: { ...automatic, level: 2, cause: 'network', isFocused: true } }),
  },
  {
    title: 'panel, fixed within bounds',
    frames: one({
      quality: {
        policy: { choice: { type: 'fixed', level: 4 }, lowest: 2, highest: 8 },
        level: 4,
        cause: 'user',
        isLossy: false,
        full: { state: 'complete', share: 1 },
      },
    }),
  },
  { title: 'panel, no effect', frames: one({ quality: { support: 'no-effect' } }) },
  {
    title: 'panel, left alone',
    frames: one({ quality: { support: 'none', reason: 'two-levels', level: null } }),
  },
];

const scenes: Readonly<Record<string, readonly Scene[]>> = {
  safety: safety.map((scene) => ({ ...scene, heightPx: 330 })),
  quality: quality.map((scene) => ({ ...scene, heightPx: scene.widthPx === undefined ? 200 : 420 })),
  'panel-quality': panelQuality.map((scene) => ({ ...scene, panel: true, heightPx: 860, widthPx: 520 })),
  'panel-safety': [
    { title: 'panel, override', frames: [stalled], panel: true, heightPx: 720, widthPx: 1_280 },
    {
      title: 'panel, small window',
      frames: [{ ...stalled, instrument: instrumentOf('matched', 'Titan SEM') }],
      panel: true,
      heightPx: 600,
      widthPx: 800,
    },
  ],
  badges,
  banners: banners.map((scene) => ({ ...scene, heightPx: 230 })),
  panel: [{ title: 'panel, recovered', frames: drive(90), panel: true, heightPx: 760, widthPx: 1_000 }],
  'panel-bad': [
    {
      title: 'panel, breakdown',
      frames: drive(52),
      panel: true,
      heightPx: 760,
      widthPx: 1_000,
      others: [snapshotOf({ connection: 'c2', desktopName: 'Camera' })],
    },
  ],
  small: [
    { title: 'phone', frames: drive(52), heightPx: 620, widthPx: 340 },
    { title: 'phone, panel', frames: drive(90), panel: true, heightPx: 620, widthPx: 340 },
  ],
};

for (const scene of scenes[query.get('part') ?? 'badges'] ?? badges) stage(scene);
document.documentElement.dataset['ready'] = 'true';
