import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { startXServer } from '../servers/x-server.ts';
import { pngOfWindowDump } from './window-dump.ts';

/** A screen with a mouse and keys of its own: what a person has, the browser's own buttons and questions included. */
export interface Desktop {
  /** For the DISPLAY variable of what shall be seen on it. */
  readonly display: string;
  /** A press and a release of the left button, in pixels of the screen. */
  click(x: number, y: number): void;
  /** Keys by their X names, with modifiers: `Tab`, `alt+a`. */
  press(...keys: readonly string[]): void;
  /** The whole screen as a PNG. */
  photograph(path: string): void;
  stop(): Promise<void>;
}

/** Starts one on a free display. There is no window manager: a browser's window is where it was asked to be. */
export async function startDesktop(widthPx: number, heightPx: number): Promise<Desktop> {
  const x = await startXServer('Xvfb', ['-screen', '0', `${widthPx}x${heightPx}x24`]);
  const env = { ...process.env, DISPLAY: x.display };
  const xdotool = (...words: readonly string[]): void => void execFileSync('xdotool', words, { env });
  return {
    display: x.display,
    click: (left, top) => xdotool('mousemove', String(left), String(top), 'click', '1'),
    press: (...keys) => xdotool('key', ...keys),
    photograph: (path) => {
      const dump = execFileSync('xwd', ['-root', '-silent'], { env, maxBuffer: 64 * 1024 * 1024 });
      writeFileSync(path, pngOfWindowDump(dump));
    },
    stop: () => x.stop(),
  };
}
