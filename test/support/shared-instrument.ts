import { type InputWitness, startInputWitness } from './servers/input-witness.ts';
import { type ServerProcess, stopAll } from './servers/process.ts';
import type { VncDisplay } from './servers/vnc-server.ts';
import { startWebsockify } from './servers/websockify.ts';
import { startXvnc, type XvncOptions } from './servers/xvnc.ts';

/** A real server behind a real websockify, and a witness of what arrives at its display. */
export class SharedInstrument {
  private constructor(
    readonly server: VncDisplay,
    readonly witness: InputWitness,
    /** For noVNC. */
    readonly url: string,
    private readonly processes: readonly ServerProcess[],
  ) {}

  /** @param shows starts what is seen on the screen */
  static async start(
    shows: readonly ((display: string) => Promise<ServerProcess>)[] = [],
    options: XvncOptions = {},
  ): Promise<SharedInstrument> {
    const server = await startXvnc(options);
    const shown: ServerProcess[] = [];
    for (const show of shows) shown.push(await show(server.display));
    const witness = await startInputWitness(server.display);
    const websockify = await startWebsockify(server);
    return new SharedInstrument(server, witness, websockify.url, [websockify, witness, ...shown, server]);
  }

  /** Presses that arrived at a place, in its pixels; without one, anywhere. */
  presses(place?: { readonly x: number; readonly y: number }): number {
    return this.witness
      .events()
      .filter(
        ({ type, x, y }) => type === 'press' && (place === undefined || (x === place.x && y === place.y)),
      ).length;
  }

  async stop(): Promise<void> {
    await stopAll([...this.processes]);
  }
}
