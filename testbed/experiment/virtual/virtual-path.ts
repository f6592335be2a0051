import { seededRandom } from '../../link/random.ts';
import { CubicQueue } from '../../loop/cubic-queue.ts';
import type { EventQueue } from '../../loop/event-queue.ts';
import { WireMeter } from '../live/wire-meter.ts';
import type { Network, NetworkStep, NetworkWay } from '../network.ts';
import type { WireSecond } from '../observed-run.ts';
import { Bottleneck, type BottleneckCounts, type BottleneckState } from './bottleneck.ts';
import { TcpEnd, type TcpPacket } from './tcp-end.ts';

/** How often the queue of others is looked at. */
const CROSS_MS = 5;
/** The flows of others that share the way down. */
interface Cross {
  readonly queue: CubicQueue;
  readonly sinceMs: number;
}

/** What comes out at both ends. */
export interface PathEnds<Up, Down> {
  readonly atServer: (content: Up, bytes: number) => void;
  readonly atClient: (content: Down, bytes: number) => void;
}

/** A TCP connection through a bottleneck that follows a schedule. */
export class VirtualPath<Up, Down> {
  readonly client: TcpEnd<Up, Down>;
  readonly server: TcpEnd<Down, Up>;
  readonly #queue: EventQueue;
  readonly #up: Bottleneck<TcpPacket>;
  readonly #down: Bottleneck<TcpPacket>;
  readonly #meter = new WireMeter();
  #step: NetworkStep;
  #cross: Cross | null = null;

  constructor(queue: EventQueue, first: NetworkStep, seed: number, ends: PathEnds<Up, Down>) {
    this.#queue = queue;
    this.#step = { ...first, flows: 0, cut: 'none' };
    const { up, down } = this.#states();
    this.#up = new Bottleneck(queue, up, seededRandom(4 * seed), {
      deliver: (packet) => this.server.receive(packet),
      onPassed: (bytes) => this.#meter.add('up', bytes, queue.nowMs),
    });
    this.#down = new Bottleneck(queue, down, seededRandom(4 * seed + 1), {
      deliver: (packet) => this.client.receive(packet),
      onPassed: (bytes) => this.#meter.add('down', bytes, queue.nowMs),
    });
    this.client = new TcpEnd(queue, (bytes, packet) => this.#up.push(bytes, packet), ends.atClient);
    this.server = new TcpEnd(queue, (bytes, packet) => this.#down.push(bytes, packet), ends.atServer);
    this.client.join(this.server);
  }

  /** Plays the schedule from now on; what came before does not count. */
  begin({ steps }: Network): void {
    const beginMs = this.#queue.nowMs;
    this.#meter.begin(beginMs);
    for (const step of steps) this.#queue.at(beginMs + step.atMs, () => this.#enter(step));
  }

  /** Bytes at the bottleneck, second by second. */
  wire(): readonly WireSecond[] {
    return this.#meter.seconds(this.#queue.nowMs).map((second) => ({ ...second }));
  }

  get counts(): { readonly up: BottleneckCounts; readonly down: BottleneckCounts } {
    return { up: this.#up.counts, down: this.#down.counts };
  }

  #enter(step: NetworkStep): void {
    const { nowMs } = this.#queue;
    const { flows, down } = step;
    if (flows !== this.#step.flows || down.rateBitsPerSecond !== this.#step.down.rateBitsPerSecond) {
      const options = {
        capacityBitsPerSecond: down.rateBitsPerSecond,
        flows,
        roundTripMs: step.up.delayMs + down.delayMs,
        bufferMs: down.queueMs,
      };
      this.#cross = flows === 0 ? null : { queue: new CubicQueue(options), sinceMs: nowMs };
      if (this.#cross !== null) this.#follow(this.#cross);
    }
    this.#step = step;
    this.#apply();
  }

  /** Looks at the queue of others again and again, as long as these are the others. */
  #follow(cross: Cross): void {
    this.#queue.after(CROSS_MS, () => {
      if (this.#cross !== cross) return;
      this.#apply();
      this.#follow(cross);
    });
  }

  #apply(): void {
    const { up, down } = this.#states();
    this.#up.change(up);
    this.#down.change(down);
  }

  #states(): { readonly up: BottleneckState; readonly down: BottleneckState } {
    const { up, down, cut } = this.#step;
    const isCut = (way: 'up' | 'down'): boolean => cut === 'both' || cut === way;
    const others = this.#cross?.queue.at(this.#queue.nowMs - this.#cross.sinceMs);
    return {
      up: alone(up, isCut('up')),
      down: {
        ...alone(down, isCut('down')),
        standingMs: others?.delayMs ?? 0,
        overflowRatio: others?.lossRatio ?? 0,
      },
    };
  }
}

function alone(way: NetworkWay, isCut: boolean): BottleneckState {
  return { ...way, isCut, standingMs: 0, overflowRatio: 0 };
}
