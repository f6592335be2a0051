// npm run -s bench:draw
// Drawing on the picture: what a full repaint and a frame of somebody's live stroke cost with 500 marks, in Chromium; and
// how long a piece of a live stroke takes from one client to another over a relay on this machine. One JSON object a line.
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { WebSocket } from 'ws';
import type { LivePiece } from '../src/model/annotation/live-piece.ts';
import type { InviteLink } from '../src/model/room/invite-link.ts';
import { readInviteLink } from '../src/model/room/invite-link-text.ts';
import { RoomClient } from '../src/room/room-client.ts';
import type { RoomClientOptions, RoomSocket, RoomSocketEvents } from '../src/room/room-client-options.ts';
import { OwnRelay } from '../test/support/own-relay.ts';
import type { FrameCosts } from './draw/page.ts';

const MARKS = 500;
const REPAINTS = 100;
const LIVE_FRAMES = 1200;
const PIECES = 400;
/** As often as a stroke is told. */
const PIECE_EVERY_MS = 50;
const WITHIN_MS = 20_000;
/** A frame at 60 Hz. */
const FRAME_MS = 1000 / 60;

await benchFrames();
await benchLatency();

async function benchFrames(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [new URL('./draw/page.ts', import.meta.url).pathname],
    ...{ bundle: true, write: false, format: 'iife', jsx: 'automatic', jsxImportSource: 'preact' },
  });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.setContent('<!doctype html><body></body>');
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    const asked = `measure(${MARKS}, ${REPAINTS}, ${LIVE_FRAMES})`;
    const { repaintMs, longestMs, liveMs }: FrameCosts = await page.evaluate(asked);
    tell(`draw: repaint of ${MARKS} marks`, repaintMs, null);
    tell(`draw: longest frame of a repaint of ${MARKS} marks`, longestMs, FRAME_MS);
    tell(`draw: live frame over ${MARKS} marks`, liveMs, FRAME_MS);
  } finally {
    await browser.close();
  }
}

async function benchLatency(): Promise<void> {
  const relay = await OwnRelay.start();
  const sentAtMs = new Map<number, number>();
  const latenciesMs: number[] = [];
  const heard = (piece: LivePiece): void => {
    const atMs = sentAtMs.get(piece.number);
    if (atMs !== undefined) latenciesMs.push(performance.now() - atMs);
    sentAtMs.delete(piece.number);
  };
  const owner = clientOf(linkOf(relay.startLink), 'Anna', () => undefined);
  try {
    await until(() => isIn(owner));
    owner.act({ type: 'invite', role: 'operator', lifeMs: 3_600_000, lobby: false });
    await until(() => owner.state().invites.length > 0);
    const guest = clientOf(linkOf(owner.state().invites[0]?.link ?? ''), 'Ben', heard);
    await until(() => isIn(guest));
    await until(() => {
      const { status } = owner.state();
      return status.type === 'in' && status.room.people.length === 2;
    });
    // Keys are still on their way: what comes before them cannot be opened.
    await pause(2000);
    for (let number = 1; number <= PIECES; number++) {
      sentAtMs.set(number, performance.now());
      owner.live(pieceOf(number));
      await pause(PIECE_EVERY_MS + 1);
    }
    await pause(1000);
    tell('draw: live piece from client to client', latenciesMs, null);
    const lost = sentAtMs.size / PIECES;
    console.log(
      JSON.stringify({ name: 'draw: live pieces thinned or lost', value: lost, unit: '1', against: null }),
    );
    guest.stop();
  } finally {
    owner.stop();
    await relay.stop();
  }
}

/** Half a second of a hand's line. */
function pieceOf(number: number): LivePiece {
  const points = Array.from({ length: 30 }, (_, index) => ({
    x: 10 + index,
    y: 20 + index / 2,
    pressure: 0.5,
  }));
  return { number, tool: 'pen', color: 'cyan', width: 4, first: 0, points };
}

function clientOf(link: InviteLink, name: string, onPiece: (piece: LivePiece) => void): RoomClient {
  const options: RoomClientOptions = {
    ...{ link, name, mode: 'operate', openSocket, crypto },
    clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
    later: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    onChange: () => undefined,
    onSeatOrder: () => undefined,
    onDrawn: () => undefined,
    onPiece: (_from, piece) => onPiece(piece),
  };
  return new RoomClient(options);
}

function openSocket(url: string, events: RoomSocketEvents): RoomSocket {
  const socket = new WebSocket(url);
  socket.on('open', () => events.onOpen());
  socket.on('message', (data) => events.onText(String(data)));
  socket.on('error', () => undefined);
  socket.on('close', () => events.onClose());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}

function linkOf(text: string): InviteLink {
  const read = readInviteLink(text);
  if (!read.ok) throw new Error(`[bench] no invite: ${text}`);
  return read.link;
}

function isIn(client: RoomClient): boolean {
  return client.state().status.type === 'in';
}

async function until(holds: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + WITHIN_MS;
  while (!holds()) {
    if (performance.now() > giveUpAtMs) throw new Error('[bench] not so in time');
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function tell(name: string, values: readonly number[], budget: number | null): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
    return Math.round(value * 1000) / 1000;
  };
  for (const [label, part] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    console.log(
      JSON.stringify({
        ...{ name: `${name}, ${label}`, value: at(part), unit: 'ms', against: null },
        budget: budget === null ? null : Math.round(budget * 10) / 10,
      }),
    );
  }
}
