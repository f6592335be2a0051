// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { ClientEvent, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { Wire } from '../../../src/model/rfb/wire.ts';
import { type NovncRelease, novncReleases, openNovnc } from '../../support/novnc-client.ts';
import * as rfb from '../../support/rfb-bytes.ts';
import { noise, u8, u16, u32 } from '../../support/rfb-server-bytes.ts';

const { fromServer, SECURITY_TURNS } = rfb;

const CREDENTIALS = { username: 'süd', password: 'geheim', target: 'box' };

/** The server's side of a session: each part is sent when noVNC has answered the one before. */
interface Server {
  readonly name: string;
  readonly releases: readonly NovncRelease[];
  readonly parts: readonly Uint8Array[];
  /** The part that noVNC does not answer, if there is one: the next comes without being asked for. */
  readonly unanswered?: number;
  readonly securityType: number;
}

const serverParts = (turns: readonly rfb.Turn[]): Uint8Array[] =>
  turns.filter(({ from }) => from === 'server').map(({ bytes }) => bytes);

const script = (
  version: string,
  types: readonly number[],
  turns: readonly rfb.Turn[],
  init: rfb.Init = {},
): Uint8Array[] =>
  serverParts([
    fromServer(rfb.version(version)),
    fromServer(version === '003.003' ? u32(types[0] ?? 0) : [types.length, ...types]),
    ...turns,
    ...(types[0] === 1 && version !== '003.008' ? [] : [rfb.resultOk()]),
    ...rfb.init(init),
  ]);

const from = (first: NovncRelease): readonly NovncRelease[] =>
  novncReleases.slice(novncReleases.indexOf(first));

/** 1.4.0 waits for a result where 3.7 has none, and for none where 3.3 has one; 1.5 mended both. */
const not14 = novncReleases.filter((release) => release !== '1.4');

// A small prime will do: nothing is checked but lengths.
const ardParts = fromServer(u16(2), u16(8), [0, 0, 0, 0, 0, 0, 0, 251], noise(8));
const msLogonParts = fromServer(
  [0, 0, 0, 0, 0, 0, 0, 2],
  [0, 0, 0, 0, 0, 0, 0, 251],
  [0, 0, 0, 0, 0, 0, 0, 9],
);

const SERVERS: readonly Server[] = [
  {
    name: '3.3 without a password',
    releases: from('1.0'),
    parts: script('003.003', [1], []),
    securityType: 1,
  },
  {
    name: '3.7 without a password',
    releases: not14,
    parts: script('003.007', [1], []),
    securityType: 1,
  },
  {
    name: '3.8 without a password',
    releases: from('1.0'),
    parts: script('003.008', [1], []),
    securityType: 1,
  },
  {
    name: '3.3 with VNC authentication',
    releases: not14,
    parts: script('003.003', [2], SECURITY_TURNS.vncAuth),
    unanswered: 1,
    securityType: 2,
  },
  {
    name: '3.8 with VNC authentication',
    releases: from('1.0'),
    parts: script('003.008', [2], SECURITY_TURNS.vncAuth),
    securityType: 2,
  },
  {
    name: '5.0 of RealVNC',
    releases: from('1.0'),
    parts: [rfb.version('005.000'), ...script('003.008', [2], SECURITY_TURNS.vncAuth).slice(1)],
    securityType: 2,
  },
  {
    name: '3.889 of Apple, which 1.4 and later take for 3.8',
    releases: from('1.4'),
    parts: [rfb.version('003.889'), ...script('003.008', [30], [ardParts]).slice(1)],
    securityType: 30,
  },
  {
    name: 'a repeater and 3.8 behind it',
    releases: from('1.0'),
    parts: [rfb.version('000.000'), ...script('003.008', [1], [])],
    securityType: 1,
  },
  {
    name: 'Tight with VNC authentication',
    releases: from('1.0'),
    parts: script('003.008', [16], SECURITY_TURNS.tightVnc, { tight: [1, 2, 3] }),
    securityType: 16,
  },
  {
    name: 'Tight without any authentication',
    releases: from('1.0'),
    parts: script('003.008', [16], SECURITY_TURNS.tightNothing, { tight: [0, 0, 2] }),
    unanswered: 2,
    securityType: 16,
  },
  {
    name: 'Tight with a no-tunnel and a Unix login',
    releases: from('1.2'),
    parts: script('003.008', [16], SECURITY_TURNS.tightTunnelUnix, { tight: [0, 0, 0] }),
    securityType: 16,
  },
  {
    name: 'VeNCrypt Plain',
    releases: from('1.2'),
    parts: script('003.008', [19], SECURITY_TURNS.veNCryptPlain),
    securityType: 19,
  },
  {
    name: 'VeNCrypt with VNC authentication',
    releases: from('1.5'),
    parts: script('003.008', [19], SECURITY_TURNS.veNCryptVnc),
    securityType: 19,
  },
  {
    name: 'XVP',
    releases: from('1.0'),
    parts: script('003.008', [22], SECURITY_TURNS.xvp),
    securityType: 22,
  },
  {
    name: 'MSLogonII',
    releases: from('1.4'),
    parts: script('003.008', [113], [msLogonParts]),
    securityType: 113,
  },
];

/** noVNC answers in later turns (timers, WebCrypto in other threads): as many as a busy machine needs. */
const MAX_WAIT_MS = 20_000;

async function until(answered: () => boolean): Promise<void> {
  const endMs = performance.now() + MAX_WAIT_MS;
  while (!answered() && performance.now() < endMs) await new Promise((done) => setTimeout(done));
}

/** Runs real noVNC against the server; the wire hears both. */
async function connect(release: NovncRelease, server: Server) {
  const { socket } = await openNovnc(release, CREDENTIALS);
  const wire = new Wire();
  const heard = { server: [] as ServerEvent[], client: [] as ClientEvent[], novncClosed: false };
  socket.onSend = (bytes) => heard.client.push(...wire.client(bytes));
  socket.open();
  const isClosed = () => socket.readyState !== 1;
  for (const [index, part] of server.parts.entries()) {
    heard.server.push(...wire.server(part));
    const before = wire.clientBytes;
    socket.receive(part);
    if (index !== server.unanswered) await until(() => wire.clientBytes > before || isClosed());
  }
  await until(() => heard.client.length >= 3 || isClosed());
  heard.novncClosed = isClosed();
  socket.close();
  return { wire, ...heard };
}

describe.each(SERVERS)('a server: $name', (server) => {
  it.each(server.releases)('and noVNC %s come to messages, and the wire with them', async (release) => {
    const { wire, server: events, client, novncClosed } = await connect(release, server);
    expect(novncClosed).toBe(false);
    expect(events).toMatchObject([
      { type: 'server-init', securityType: server.securityType, width: 640, name: 'sem' },
    ]);
    expect(wire.phase).toBe('messages');
    expect(client.map(({ type }) => type)).toEqual(['set-pixel-format', 'set-encodings', 'update-request']);
    expect(client.at(-1)).toMatchObject({
      width: 640,
      height: 480,
      incremental: false,
      endByte: wire.clientBytes,
    });
  });
});

it('a server that refuses is heard as noVNC hears it', async () => {
  const refused = {
    name: 'refused',
    releases: [],
    parts: [rfb.version('003.008'), Uint8Array.from([...u8(0), ...rfb.sized('Too many sessions')])],
    securityType: 0,
  } satisfies Server;
  for (const release of novncReleases) {
    const { server, client, novncClosed } = await connect(release, refused);
    expect([novncClosed, client]).toEqual([true, []]);
    expect(server).toMatchObject([{ type: 'handshake-failed', reason: 'Too many sessions' }]);
  }
});
