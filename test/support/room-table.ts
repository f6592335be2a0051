import { expect } from 'vitest';
import { direct } from '../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../testbed/link/tcp-link.ts';
import type { BrowserName } from './browsers/launch.ts';
import { OwnRelay } from './own-relay.ts';
import type { PortalServer } from './portals/portal-server.ts';
import { RoomPerson } from './room-person.ts';
import { type InputWitness, startInputWitness } from './servers/input-witness.ts';
import { startPicture } from './servers/picture.ts';
import { pause, type ServerProcess, stopAll } from './servers/process.ts';
import { startWebsockify } from './servers/websockify.ts';
import { startXvnc } from './servers/xvnc.ts';

/** Longer than any press takes to arrive here. */
export const NOT_ARRIVING_MS = 2000;
/** A gate opens at fresh proof from probes; the first clicks of somebody idle may be dropped. */
const TRIES = 25;
const AGAIN_MS = 800;

/** Each has a corner of their own, so that the server shows who pressed. */
const CORNERS = { Anna: { x: 100, y: 100 }, Ben: { x: 400, y: 300 }, Cleo: { x: 250, y: 420 } } as const;
type Name = keyof typeof CORNERS;

/** One instrument, three people at it, each with a browser, and a relay. Ben's path to it can be cut, the others' not. */
export class RoomTable {
  readonly relay: OwnRelay;
  readonly witness: InputWitness;
  /** Ben's. */
  readonly link: TcpLink;
  readonly anna: RoomPerson;
  readonly ben: RoomPerson;
  readonly cleo: RoomPerson;
  readonly #processes: readonly ServerProcess[];

  private constructor(
    parts: Pick<RoomTable, 'relay' | 'witness' | 'link' | 'anna' | 'ben' | 'cleo'>,
    processes: readonly ServerProcess[],
  ) {
    this.relay = parts.relay;
    this.witness = parts.witness;
    this.link = parts.link;
    this.anna = parts.anna;
    this.ben = parts.ben;
    this.cleo = parts.cleo;
    this.#processes = processes;
  }

  static async lay(
    name: BrowserName,
    portals: PortalServer,
    relayFlags: readonly string[] = [],
  ): Promise<RoomTable> {
    const relay = await OwnRelay.start(relayFlags);
    const server = await startXvnc();
    const picture = await startPicture(server.display);
    const witness = await startInputWitness(server.display);
    const websockify = await startWebsockify(server);
    const target = { host: '127.0.0.1', port: websockify.port };
    const link = await startTcpLink({ listenPort: 0, target, profile: direct });
    const arrive = (who: Name, url: string) => RoomPerson.arrive({ with: name, portals, name: who, url });
    const anna = await arrive('Anna', websockify.url);
    const ben = await arrive('Ben', `ws://localhost:${link.port}/websockify`);
    const cleo = await arrive('Cleo', websockify.url);
    return new RoomTable({ relay, witness, link, anna, ben, cleo }, [websockify, witness, picture, server]);
  }

  /** Anna begins a room, lets Ben in, and has control. */
  async begin(): Promise<void> {
    const { anna, ben, relay } = this;
    await anna.enter(relay.startLink);
    await anna.sees(/People here: 1/);
    await ben.enter(await anna.invite());
    await anna.press(/^Let in$/);
    await ben.sees(/People here: 2/);
    await anna.press(/^Ask for control$/);
    await anna.sees(/You have control/);
    await this.works(anna);
  }

  /** When the server executed this person's presses, in wall-clock time. */
  pressesOf(person: RoomPerson): readonly number[] {
    const { x, y } = cornerOf(person);
    return this.witness
      .events()
      .filter((event) => event.type === 'press' && event.x === x && event.y === y)
      .map(({ executedWallMs }) => executedWallMs);
  }

  /** How many of this person's presses the server has executed since then. */
  countSince(person: RoomPerson, sinceWallMs: number): number {
    return this.pressesOf(person).filter((atMs) => atMs > sinceWallMs).length;
  }

  async click(person: RoomPerson): Promise<void> {
    const { x, y } = cornerOf(person);
    await person.click(x, y);
  }

  /** On the page that is in front already. */
  async tap(person: RoomPerson): Promise<void> {
    const { x, y } = cornerOf(person);
    await person.tap(x, y);
  }

  async hold(person: RoomPerson): Promise<void> {
    const { x, y } = cornerOf(person);
    await person.hold(x, y);
  }

  /** Presses until one arrives. */
  async works(person: RoomPerson): Promise<void> {
    const before = this.pressesOf(person).length;
    for (let tries = 0; tries < TRIES && this.pressesOf(person).length === before; tries++) {
      await this.click(person);
      await pause(AGAIN_MS);
    }
    expect(this.pressesOf(person).length, `presses of ${person.name}`).toBeGreaterThan(before);
  }

  /** None of the presses of these people arrives. */
  async areHeld(...people: readonly RoomPerson[]): Promise<void> {
    const before = people.map((person) => this.pressesOf(person).length);
    for (const person of people) {
      await this.click(person);
      await this.tap(person);
      await this.tap(person);
    }
    await pause(NOT_ARRIVING_MS);
    expect(people.map((person) => this.pressesOf(person).length)).toEqual(before);
  }

  /** From Anna, who has control, to Ben. */
  async passToBen(): Promise<void> {
    await this.anna.press(/^Pass to …$/);
    await this.anna.press(/^Ben( \(waits\))?$/);
    await this.ben.press(/^Take the controls$/);
    await this.ben.sees(/You have control/);
    await this.works(this.ben);
  }

  async stop(): Promise<void> {
    await stopAll([this.anna, this.ben, this.cleo, this.link, this.relay, ...this.#processes]);
  }
}

function cornerOf({ name }: RoomPerson): { readonly x: number; readonly y: number } {
  const [, corner] = Object.entries(CORNERS).find(([each]) => each === name) ?? [];
  if (corner === undefined) throw new Error(`[room] ${name} has no corner`);
  return corner;
}
