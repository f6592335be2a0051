import { seededRandom } from '../link/random.ts';
import { type InputEntry, type InputEvent, InputLog } from './input-log.ts';
import { Instrument } from './instrument.ts';
import type { InstrumentSetup } from './instrument-setup.ts';
import { controlPanel, panels } from './layout.ts';
import { Picture } from './picture.ts';
import { RfbSession } from './rfb/rfb-session.ts';
import { Screen } from './screen.ts';
import { growSpecimen } from './specimen.ts';

/** Eleven pictures a second: a common rate for a microscope's screen, and cheap. */
const TICK_MS = 90;
/** More clients at once are turned away. */
const CLIENTS_MAX = 8;

/** The way to one client: any byte stream that keeps its order. */
export interface Channel {
  readonly send: (bytes: Uint8Array) => void;
  readonly close: (reason: string) => void;
  /** Bytes given to `send` that have not left yet. */
  readonly backlogBytes: () => number;
}

/** One client's side of the server. */
export interface Client {
  readonly receive: (bytes: Uint8Array) => void;
  /** The channel is gone: what this client held is let go. */
  readonly gone: () => void;
}

/** A running demo microscope. */
export interface InstrumentServer {
  readonly log: InputLog;
  readonly instrument: Instrument;
  /** Round trip of the fence behind the last picture of the newest client, null without one. */
  readonly roundTripMs: () => number | null;
  readonly clientCount: () => number;
  /** Serves a client over a channel; null when there are too many. */
  readonly accept: (channel: Channel) => Client | null;
  /** Tells of each input as it arrives; returns the way to stop. */
  readonly onInput: (listener: (entry: InputEntry) => void) => () => void;
  readonly stop: () => void;
}

/** Starts the demo microscope. A smaller `specimenSide` (a power of two) starts faster and looks coarser. */
export function startInstrument(
  options: { readonly specimenSide?: number; readonly setup?: InstrumentSetup } = {},
): InstrumentServer {
  const instrument = new Instrument(performance.now(), options.setup);
  const screen = new Screen(new Picture(growSpecimen(options.specimenSide), seededRandom(1)));
  const log = new InputLog();
  const sessions = new Set<RfbSession>();
  const listeners = new Set<(entry: InputEntry) => void>();

  const input = (event: InputEvent) => {
    const entry = log.add(instrument.input(event, performance.now()), event, Date.now());
    for (const listener of listeners) listener(entry);
  };
  const tick = () => {
    if (sessions.size === 0) return;
    const nowMs = performance.now();
    instrument.advance(nowMs);
    screen.draw(instrument, (rect) => {
      for (const session of sessions) session.damage(rect);
    });
    for (const session of sessions) session.update(nowMs);
  };
  const timer = setInterval(tick, TICK_MS);

  return {
    log,
    instrument,
    roundTripMs: () => [...sessions].at(-1)?.roundTripMs ?? null,
    clientCount: () => sessions.size,
    accept: (channel) => {
      if (sessions.size >= CLIENTS_MAX) return null;
      const surroundings = {
        frame: screen.frame,
        name: 'Demo microscope',
        seams: [panels.survey.x, controlPanel.x],
      };
      const session = new RfbSession(surroundings, { ...channel, input });
      sessions.add(session);
      return {
        receive: (bytes) => session.receive(bytes, performance.now()),
        gone: () => {
          if (sessions.delete(session)) instrument.releaseAll(performance.now());
        },
      };
    },
    onInput: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearInterval(timer),
  };
}
