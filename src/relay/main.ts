// rice-relay: a relay for rooms. `--help` and docs/relay.md say how.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../model/decode/decode.ts';
import { expectedText } from '../model/decode/expected.ts';
import { openCluster } from './cluster/cluster.ts';
import { clusterOptionsOf } from './cluster/cluster-config.ts';
import { type Flags, readFlags, USAGE } from './flags.ts';
import { startRelay } from './relay.ts';
import type { RelayConfig } from './relay-config.ts';
import { readConfig, readConfigText } from './relay-config-decoder.ts';
import { readSecret } from './secret-file.ts';
import { startLink } from './start-link.ts';
import { tokensOf } from './tokens.ts';
import type { TurnOptions } from './turn.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** For people, without a stack: what is wrong and what to do about it. */
class Complaint extends Error {}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof Complaint || isSystemError(error) ? message : error);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<number> {
  const flags = flagsOf(args);
  if (flags.act === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const config = await configOf(flags);
  const stateDirectory = config.state ?? defaultState();
  if (flags.act === 'start-link') {
    const tokens = tokensOf(await readSecret(stateDirectory), Date.now);
    console.log(await startLink(tokens, originOf(config), Date.now() + config.startHours * HOUR_MS));
    return 0;
  }
  await serve(config, stateDirectory, flags.isQuiet);
  return 0;
}

async function serve(config: RelayConfig, stateDirectory: string, isQuiet: boolean): Promise<void> {
  const { startHours, inviteHours } = config;
  const among = clusterOptionsOf(config);
  const cluster = among === null ? null : await openCluster({ ...among, log });
  const relay = await startRelay({
    host: config.listen.host,
    port: config.listen.port,
    publicUrl: config.publicUrl,
    stateDirectory,
    tls: config.tls,
    origins: config.origins,
    maxRooms: config.maxRooms,
    maxMembers: config.maxMembers,
    maxConnections: config.maxConnections,
    maxInviteLifeMs: inviteHours * HOUR_MS,
    startLifeMs: startHours * HOUR_MS,
    inviteRole: config.inviteRole,
    idleMs: config.idleMinutes * MINUTE_MS,
    turn: await turnOf(config),
    store: cluster?.store ?? null,
    through: cluster?.through ?? null,
    log,
  });
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  if (isQuiet) console.log(`The relay is at ${relay.url}.`);
  else console.log(welcome(relay.url, relay.startLink, startHours));
  await ended;
  await relay.stop();
}

function welcome(url: string, link: string, startHours: number): string {
  return [
    `The relay is at ${url}. Rooms are begun with this link:`,
    '',
    `  ${link}`,
    '',
    'Open it in a browser with RICE for noVNC, or paste it into the extension under "Start a room".',
    `Whoever has it may begin rooms here for ${startHours} hours. Ctrl-C ends the relay.`,
  ].join('\n');
}

/** One line an event, without addresses, tokens and content. */
function log(event: string, facts: Readonly<Record<string, string | number>> = {}): void {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  console.error([new Date().toISOString(), event, ...words].join(' '));
}

function flagsOf(args: readonly string[]): Flags {
  try {
    return readFlags(args);
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

async function configOf(flags: Flags): Promise<RelayConfig> {
  const { config: file } = flags;
  const text = file === null ? '{}' : await readFile(file, 'utf8');
  const fields = readConfigText(text);
  if (!fields.ok) throw new Complaint(complaint(file ?? '', fields.problems));
  const config = readConfig({ ...fields.value, ...flags.fields });
  if (!config.ok) throw new Complaint(complaint(file ?? 'flags', config.problems));
  return config.value;
}

function complaint(source: string, problems: readonly Problem[]): string {
  const lines = problems.map(
    ({ path, code, expected }) => `  ${path}: ${code}, expected ${expectedText(expected)}`,
  );
  return [`${source}: these settings are wrong; docs/relay.md names each:`, ...lines].join('\n');
}

async function turnOf({ turn }: RelayConfig): Promise<TurnOptions | null> {
  if (turn === null) return null;
  const secret = (await readFile(turn.secretFile, 'utf8')).trim();
  if (secret === '') throw new Complaint(`${turn.secretFile} is empty: it holds coturn's static-auth-secret`);
  return { urls: turn.urls, secret, lifeMs: turn.hours * HOUR_MS };
}

function defaultState(): string {
  const base = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(base, 'rice-relay');
}

function originOf({ publicUrl, listen: { host, port }, tls }: RelayConfig): string {
  return (
    publicUrl ?? `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  );
}

/** No file, no right, port in use: the message says all. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof Reflect.get(error, 'code') === 'string';
}
