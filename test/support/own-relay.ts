import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './servers/port.ts';
import { type ServerProcess, startProcess } from './servers/process.ts';

/** A busy machine starts a process slowly; nothing here measures time. */
const READY_MS = 30_000;

/** A relay as people start it: its own process, port and folder, which outlive its crash. */
export class OwnRelay {
  readonly port: number;
  /** Its folder. */
  readonly state: string;
  readonly #flags: readonly string[];
  #process: ServerProcess;

  private constructor(port: number, state: string, flags: readonly string[], process: ServerProcess) {
    this.port = port;
    this.state = state;
    this.#flags = flags;
    this.#process = process;
  }

  static async start(flags: readonly string[] = []): Promise<OwnRelay> {
    const state = await mkdtemp(join(tmpdir(), 'rice-relay-'));
    const port = await freePort();
    return new OwnRelay(port, state, flags, await startRelayProcess(port, state, flags));
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** By which rooms are begun on it. */
  get startLink(): string {
    const [link] = /http\S+\/j#s=\S+/.exec(this.log()) ?? [];
    if (link === undefined) throw new Error(`[relay] no start link in ${this.log()}`);
    return link;
  }

  /** What it printed since it was started last. */
  log(): string {
    return this.#process.log();
  }

  /** Grants and ends of grants, as it keeps them on disk: a line of JSON each. */
  async grants(): Promise<readonly string[]> {
    const lines = (await readFile(join(this.state, 'audit.jsonl'), 'utf8')).split('\n');
    return lines.filter((line) => line.includes('"type":"lock"'));
  }

  /** As when its machine loses power. */
  async kill(): Promise<void> {
    this.#process.signal('SIGKILL');
    await this.#process.exited;
  }

  /** On the same port, with what it kept. */
  async startAgain(): Promise<void> {
    this.#process = await startRelayProcess(this.port, this.state, this.#flags);
  }

  /** As its operator ends it; the folder stays. */
  async end(): Promise<void> {
    await this.#process.stop();
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.state, { recursive: true, force: true });
  }
}

function startRelayProcess(port: number, state: string, flags: readonly string[]): Promise<ServerProcess> {
  const args = ['--import', 'tsx', 'src/relay/main.ts', '--listen', `127.0.0.1:${port}`, '--state', state];
  return startProcess(process.execPath, [...args, ...flags], {
    readyWhen: /\/j#s=\S+/,
    readyTimeoutMs: READY_MS,
  });
}
