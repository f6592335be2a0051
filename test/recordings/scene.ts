import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makePhoto } from '../support/servers/photo.ts';
import { type ServerProcess, startProcess, stopAll } from '../support/servers/process.ts';

const run = promisify(execFile);

/** A screen with something for every encoder, 320x240: a photo, text that scrolls, a logo, a moving figure. */
export interface Scene {
  /** Moves the photo across the screen: what servers send as CopyRect. */
  slide(): Promise<void>;
  /** Covers a part of the screen with one colour. */
  fill(colour: string): Promise<void>;
  /** A client of the server moves the pointer. */
  warp(x: number, y: number): Promise<void>;
  /** Xvnc only: a new desktop name. */
  rename(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Text in 5x7 dots; every fourth line rings the bell. */
const TYPIST = `i=0; while :; do i=$((i+1)); echo "$i the stage is at $((i*37%1000)) um"; [ $((i%4)) = 0 ] && printf '\\a'; sleep 0.25; done`;

/** @param movable - false on servers too old for xdotool: then slide() and warp() do nothing. */
export async function startScene(display: string, movable = true): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), 'rice-scene-'));
  const photo = join(directory, 'photo.xwd');
  await writeFile(photo, makePhoto(140, 100));
  const env = { DISPLAY: display };
  const clients: ServerProcess[] = await Promise.all([
    startProcess('xwud', ['-in', photo, '-noclick', '-geometry', '+5+5'], { env }),
    startProcess('ico', ['-faces', '-geometry', '90x90+220+5', '-sleep', '0.15'], { env }),
    startProcess('xlogo', ['-geometry', '60x60+255+105'], { env }),
    startProcess('xterm', ['-fn', '5x7', '-geometry', '46x12+5+120', '-e', 'sh', '-c', TYPIST], { env }),
  ]);
  const onDisplay = async (command: string, args: readonly string[]) => {
    await run(command, args, { env: { ...process.env, ...env } });
  };
  return {
    slide: async () => {
      if (!movable) return;
      const { stdout } = await run('xwininfo', ['-display', display, '-name', 'xwud: ']);
      const id = /Window id: (0x[0-9a-f]+)/.exec(stdout)?.[1] ?? '';
      const steps = [0, 1, 2, 3].flatMap((i) => [
        ...['windowmove', id, `${5 + 12 * i}`, `${5 + 4 * i}`, 'sleep', '0.15'],
      ]);
      await onDisplay('xdotool', steps);
    },
    fill: async (colour) => {
      const sheet = ['-bg', colour, '-fg', colour, '-geometry', '120x80+150+150'];
      clients.push(await startProcess('xlogo', sheet, { env }));
    },
    warp: async (x, y) => {
      if (movable) await onDisplay('xdotool', ['mousemove', `${x}`, `${y}`]);
    },
    rename: (name) => onDisplay('vncconfig', ['-set', `desktop=${name}`]),
    stop: async () => {
      await stopAll(clients);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
