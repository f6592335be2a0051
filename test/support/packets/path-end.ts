import { startWorker } from '../../../testbed/packets/worker.ts';

/** A datagram that arrived: when it was sent and when it was there, Unix time in ms. */
export interface Arrival {
  readonly number: number;
  readonly sentMs: number;
  readonly gotMs: number;
}

/** Many datagrams, one every `gapMs`. */
export interface Burst {
  readonly packets: number;
  /** Of the datagram, without headers. */
  readonly bytes: number;
  readonly gapMs: number;
  /** Each is sent back when it arrives. */
  readonly echo: boolean;
}

/** A process at one end of a path (path-end.py). */
export interface PathEnd {
  readonly udpPort: number;
  readonly tcpPort: number;
  /** All datagrams that have arrived since `forget`. */
  readonly arrived: readonly Arrival[];
  forget(): void;
  /** When each was sent, Unix time in ms. */
  send(to: readonly [address: string, port: number], burst: Burst): Promise<readonly number[]>;
  /** When a line came over TCP, each time it came. */
  heard(line: string): readonly number[];
  stop(): Promise<void>;
}

type Said =
  | { readonly sent: readonly number[] }
  | { readonly got: readonly (readonly [number: number, sentNs: number, gotNs: number])[] }
  | { readonly line: string; readonly ns: number };

export async function startPathEnd(address: string, namespace: string | null): Promise<PathEnd> {
  const arrived: Arrival[] = [];
  const lines: { readonly line: string; readonly atMs: number }[] = [];
  let sent: ((times: readonly number[]) => void) | null = null;
  const hear = (said: Said) => {
    if ('sent' in said) sent?.(said.sent.map((ns) => ns / 1e6));
    else if ('line' in said) lines.push({ line: said.line, atMs: said.ns / 1e6 });
    else
      for (const [number, sentNs, gotNs] of said.got)
        arrived.push({ number, sentMs: sentNs / 1e6, gotMs: gotNs / 1e6 });
  };
  const worker = await startWorker({
    script: new URL('path-end.py', import.meta.url).href,
    args: [address],
    namespace,
    heard: (line) => hear(line as Said),
  });
  const ports = worker.greeting as { udp: number; tcp: number };
  return {
    udpPort: ports.udp,
    tcpPort: ports.tcp,
    arrived,
    forget: () => void arrived.splice(0),
    send: (to, { packets, bytes, gapMs, echo }) => {
      worker.say(JSON.stringify({ to, packets, bytes, gapUs: gapMs * 1000, echo }));
      return new Promise((resolve) => {
        sent = resolve;
      });
    },
    heard: (line) => lines.filter((other) => other.line === line).map(({ atMs }) => atMs),
    stop: worker.stop,
  };
}
