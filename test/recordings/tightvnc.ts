import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/servers/port.ts';
import { pause, startProcess } from '../support/servers/process.ts';
import { obfuscatePassword } from '../support/servers/vnc-password.ts';
import type { VncDisplay } from '../support/servers/vnc-server.ts';

const FIRST_DISPLAY = 70;
const LAST_DISPLAY = 99;

/** Debian's Xtightvnc and the fonts it cannot do without (tightvncserver, xfonts-base); needed to record only. */
const program = process.env['XTIGHTVNC'] ?? '/usr/bin/Xtightvnc';
const fonts = process.env['XTIGHTVNC_FONTS'] ?? '/usr/share/fonts/X11/misc/';

export function hasTightvnc(): boolean {
  return existsSync(program) && existsSync(fonts);
}

export interface TightvncOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly password?: string;
  readonly args?: readonly string[];
}

/**
 * TightVNC's own Xvnc of 2009: the security type Tight with capabilities in ServerInit, and the encoders the
 * others were made from.
 */
export async function startTightvnc(options: TightvncOptions): Promise<Omit<VncDisplay, 'name'>> {
  const port = await freePort();
  const display = freeDisplay();
  const directory = await mkdtemp(join(tmpdir(), 'rice-tightvnc-'));
  const passwordFile = join(directory, 'passwd');
  const { widthPx, heightPx, password, args = [] } = options;
  if (password !== undefined) await writeFile(passwordFile, Buffer.from(obfuscatePassword(password), 'hex'));
  const server = await startProcess(
    program,
    [
      ...[
        display,
        '-geometry',
        `${widthPx}x${heightPx}`,
        '-depth',
        '24',
        '-rfbport',
        `${port}`,
        '-localhost',
      ],
      ...[
        '-fp',
        fonts,
        '-alwaysshared',
        ...(password === undefined ? [] : ['-rfbauth', passwordFile]),
        ...args,
      ],
    ],
    { readyWhen: /Listening for VNC connections/ },
  );
  // It listens before it has its fonts, and then drops whoever was first.
  await pause(500);
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { ...server, port, display, stop };
}

/** It knows no -displayfd: a display nobody has a socket or a lock for. */
function freeDisplay(): string {
  for (let number = FIRST_DISPLAY; number <= LAST_DISPLAY; number++) {
    if (!existsSync(`/tmp/.X11-unix/X${number}`) && !existsSync(`/tmp/.X${number}-lock`)) return `:${number}`;
  }
  throw new Error('[recordings] no free display');
}
