import type { StalledBytes } from './direction.ts';
import { Pipe, type PipeEnds } from './pipe.ts';
import type { LinkProfile } from './profile.ts';
import { seededRandom } from './random.ts';

/** Which way a stall holds bytes: input, pictures or both. */
export type StallSide = 'both' | 'up' | 'down';

/** One emulated connection: a pipe each way. */
export interface LinkConnection {
  /** Client to server. */
  readonly up: Pipe;
  /** Server to client. */
  readonly down: Pipe;
}

/** The quality shared by all connections of one emulated link; changes act on all of them at once. */
export class Link {
  #profile: LinkProfile;
  #stalled: StallSide | null = null;
  readonly #connections = new Set<LinkConnection>();
  #seed = 1;

  constructor(profile: LinkProfile) {
    this.#profile = profile;
  }

  get profile(): LinkProfile {
    return this.#profile;
  }

  /** What is held now, null when bytes move. */
  get stalled(): StallSide | null {
    return this.#stalled;
  }

  /** A new connection through the link; `close` it when both ends are gone. */
  connect(up: PipeEnds, down: PipeEnds): LinkConnection {
    const connection = {
      up: new Pipe(this.#profile.up, seededRandom(this.#seed++), up),
      down: new Pipe(this.#profile.down, seededRandom(this.#seed++), down),
    };
    this.#connections.add(connection);
    if (this.#stalled !== null) stallConnection(connection, this.#stalled);
    return connection;
  }

  /** Forgets a connection and drops what it holds. */
  close(connection: LinkConnection): void {
    connection.up.stop();
    connection.down.stop();
    this.#connections.delete(connection);
  }

  setProfile(profile: LinkProfile): void {
    this.#profile = profile;
    for (const { up, down } of this.#connections) {
      up.setProfile(profile.up);
      down.setProfile(profile.down);
    }
  }

  /** Holds all bytes, as a black hole in the path does. */
  stall(side: StallSide = 'both'): void {
    if (this.#stalled !== null) this.heal();
    this.#stalled = side;
    for (const connection of this.#connections) stallConnection(connection, side);
  }

  /** Lets bytes move again, from the sender's next retransmission on if they were lost. */
  heal(bytes: StalledBytes = 'lost'): void {
    this.#stalled = null;
    for (const { up, down } of this.#connections) {
      up.heal(bytes);
      down.heal(bytes);
    }
  }
}

function stallConnection({ up, down }: LinkConnection, side: StallSide): void {
  if (side !== 'down') up.stall();
  if (side !== 'up') down.stall();
}
