import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/model/rfb/byte-reader.ts';
import { Handshake } from '../../../src/model/rfb/handshake.ts';
import { MAX_NAME_BYTES, MAX_TEXT_LENGTH } from '../../../src/model/rfb/limits.ts';
import type { ServerInit } from '../../../src/model/rfb/messages.ts';
import * as rfb from '../../support/rfb-bytes.ts';
import { noise, u8, u16, u32 } from '../../support/rfb-server-bytes.ts';
import { byteByByte, hear } from './session.ts';

const { fromClient, fromServer, SECURITY_TURNS } = rfb;

/** The session's only ServerInit, the same in one piece and byte by byte, and proof that reading goes on after. */
function initOf(turns: readonly rfb.Turn[]): ServerInit | undefined {
  const whole = [...turns, fromServer([2]), fromClient(rfb.key(true, 0x61))];
  const heard = hear(whole);
  expect(hear(byteByByte(whole))).toMatchObject({ server: heard.server, client: heard.client });
  const [init, bell, ...more] = heard.server;
  expect([bell?.type, more.length, heard.wire.phase]).toEqual(['bell', 0, 'messages']);
  expect(heard.client).toMatchObject([{ type: 'key', keysym: 0x61 }]);
  return init?.type === 'server-init' ? init : undefined;
}

describe('the version', () => {
  it.each([
    ['003.003', '003.003', '3.3'],
    ['003.006', '003.003', '3.3'],
    ['003.007', '003.007', '3.7'],
    ['003.008', '003.008', '3.8'],
    ['003.889', '003.008', '3.8'],
    ['003.889', '003.003', '3.3'],
    ['004.000', '003.008', '3.8'],
    ['004.001', '003.008', '3.8'],
    ['005.000', '003.008', '3.8'],
    ['003.008', '003.003', '3.3'],
    ['003.003', '003.008', '3.3'],
    ['003.007', '003.008', '3.7'],
  ])('of a server that says %s to a client that says %s is agreed on', (server, client, agreed) => {
    const result = agreed === '3.8' ? [rfb.resultOk()] : [];
    const init = initOf([...rfb.opening([1], 1, client, server), ...result, ...rfb.init()]);
    expect(init).toMatchObject({ version: agreed, securityType: 1, name: 'sem', width: 640, height: 480 });
  });

  it('comes a second time after that of a repeater, and the client answers the repeater with an ID', () => {
    const repeater = [
      fromServer(rfb.version('000.000')),
      fromClient(rfb.text('ID:1234'), new Uint8Array(243)),
    ];
    expect(initOf([...repeater, ...rfb.openSession()])).toMatchObject({ version: '3.8' });
    expect(hear(repeater.slice(0, 1)).wire.phase).toBe('handshake');
  });

  it.each(['003.004', '003.005', '003.010', '009.999'])('%s is not one a client goes on with', (number) => {
    const { server, wire } = hear([fromServer(rfb.version(number))]);
    expect(server).toMatchObject([{ type: 'desync', reason: 'unknown-version', offsetBytes: 0 }]);
    expect(wire.phase).toBe('lost');
  });

  it.each([
    ['HTTP', rfb.text('HTTP/1.1 200')],
    ['lower case', rfb.text('rfb 003.008\n')],
    ['a carriage return', rfb.text('RFB 003.008\r')],
    ['letters for digits', rfb.text('RFB 003.00x\n')],
    ['base64', rfb.text('UkZCIDAwMy4wMDgK')],
    ['zeros', new Uint8Array(12)],
  ])('%s is not RFB', (_, bytes) => {
    const heard = hear([fromServer(bytes.slice(0, 5)), fromServer(bytes.slice(5)), fromClient([1, 2, 3])]);
    expect(heard.server).toEqual([{ type: 'desync', reason: 'not-rfb', offsetBytes: 0, value: 0 }]);
    expect(heard.client).toEqual([{ type: 'desync', reason: 'not-rfb', offsetBytes: 0, value: 0 }]);
    expect(heard.wire.phase).toBe('lost');
  });

  it('is waited for, however little of it comes', () => {
    const { server, wire } = hear([fromClient([1, 2, 3]), fromServer(rfb.text('RFB 003.008'))]);
    expect([server, wire.phase]).toEqual([[], 'detecting']);
  });

  it('of the client must be one, too', () => {
    const heard = hear([
      fromServer(rfb.version('003.008')),
      fromClient(rfb.text('GET / HTTP/1')),
      fromServer([1, 1]),
    ]);
    expect(heard.client).toMatchObject([{ type: 'desync', reason: 'unexpected-handshake', offsetBytes: 0 }]);
    expect(heard.server).toMatchObject([{ type: 'desync', reason: 'unexpected-handshake', offsetBytes: 12 }]);
  });
});

describe('the security type', () => {
  it.each([
    ['None', 1, SECURITY_TURNS.none, undefined],
    ['VNC authentication', 2, SECURITY_TURNS.vncAuth, undefined],
    ['RA2ne', 6, SECURITY_TURNS.ra2ne, undefined],
    ['Tight with VNC authentication', 16, SECURITY_TURNS.tightVnc, [1, 2, 3] as const],
    ['Tight with a no-tunnel and a Unix login', 16, SECURITY_TURNS.tightTunnelUnix, [0, 0, 0] as const],
    ['Tight with no authentication at all', 16, SECURITY_TURNS.tightNothing, [4, 0, 1] as const],
    ['VeNCrypt Plain', 19, SECURITY_TURNS.veNCryptPlain, undefined],
    ['VeNCrypt with VNC authentication', 19, SECURITY_TURNS.veNCryptVnc, undefined],
    ['XVP', 22, SECURITY_TURNS.xvp, undefined],
    ['Apple Remote Desktop', 30, SECURITY_TURNS.ard, undefined],
    ['MSLogonII', 113, SECURITY_TURNS.msLogonII, undefined],
    ['Unix login', 129, SECURITY_TURNS.plain, undefined],
  ])('%s is followed to ServerInit', (_, type, turns, tight) => {
    const serverInit = rfb.init(tight === undefined ? {} : { tight });
    for (const version of ['003.008', '003.007', '003.003']) {
      const result = type === 1 && version !== '003.008' ? [] : [rfb.resultOk()];
      const offered = version === '003.003' ? [type] : [5, type];
      const init = initOf([...rfb.opening(offered, type, version), ...turns, ...result, ...serverInit]);
      expect(init).toMatchObject({ securityType: type, name: 'sem' });
    }
  });

  it('Plain can be named by a 3.3 server, whose types are 32 bits wide', () => {
    const turns = [
      ...rfb.opening([256], null, '003.003'),
      ...SECURITY_TURNS.plain,
      rfb.resultOk(),
      ...rfb.init(),
    ];
    expect(initOf(turns)).toMatchObject({ securityType: 256, version: '3.3' });
  });

  it('RA2ne may be ahead: the server sends its random number before it has the client’s', () => {
    const [serverKey, clientKey, serverRandom, clientHash, serverHash, credentials] = SECURITY_TURNS.ra2ne;
    const early = [serverKey, serverRandom, clientKey, serverHash, clientHash, credentials];
    expect(initOf([...rfb.opening([6], 6), ...early, rfb.resultOk(), ...rfb.init()])).toMatchObject({
      securityType: 6,
    });
  });

  it.each([
    ['RA2, which encrypts what follows', 5],
    ['TLS', 18],
    ['UltraVNC’s own', 17],
    ['RA2-256', 130],
    ['nothing', 0],
  ])('%s is never read past', (_, type) => {
    const heard = hear([...rfb.opening([1, type], type), fromServer(noise(100)), fromClient(noise(9))]);
    expect(heard.client[0]).toMatchObject({ type: 'desync', reason: 'unknown-security-type', value: type });
    expect(heard.server[0]).toMatchObject({ type: 'desync', reason: 'unknown-security-type', value: type });
    expect([heard.client.length, heard.server.length, heard.wire.phase]).toEqual([1, 1, 'lost']);
  });

  it.each([257, 258, 260, 262, 19])('VeNCrypt sub-type %i is never read past', (subtype) => {
    const { client } = hear([
      ...rfb.opening([19], 19),
      fromServer([0, 2]),
      fromClient([0, 2]),
      fromServer([0, 1], u32(subtype)),
      fromClient(u32(subtype)),
    ]);
    expect(client).toMatchObject([{ reason: 'unknown-security-type', value: subtype }]);
  });

  it('VeNCrypt in another version than 0.2 is not read', () => {
    const offered = hear([...rfb.opening([19], 19), fromServer([0, 1])]);
    expect(offered.server).toMatchObject([{ reason: 'unknown-security-type', value: 1 }]);
    const chosen = hear([...rfb.opening([19], 19), fromServer([0, 2]), fromClient([0, 1])]);
    expect(chosen.client).toMatchObject([{ reason: 'unknown-security-type', value: 1 }]);
  });

  it('Tight with a real tunnel or an unknown login is never read past', () => {
    const tunnels = fromServer(u32(1), noise(16));
    const tunnel = hear([...rfb.opening([16], 16), tunnels, fromClient(u32(3))]);
    expect(tunnel.client).toMatchObject([{ reason: 'unknown-security-type', value: 3 }]);
    const login = hear([
      ...rfb.opening([16], 16),
      fromServer(u32(0), u32(1), noise(16)),
      fromClient(u32(77)),
    ]);
    expect(login.client).toMatchObject([{ reason: 'unknown-security-type', value: 77 }]);
  });

  it.each([
    ['Tight capabilities', 16, fromServer(u32(0xffffffff))],
    ['an RSA key too short', 6, fromServer(u32(512))],
    ['an RSA key too long', 6, fromServer(u32(0x10000))],
    ['an Apple prime', 30, fromServer(u16(2), u16(0xffff))],
  ])('%s beyond the limit end reading', (_, type, turn) => {
    const { server } = hear([...rfb.opening([type], type), turn]);
    expect(server).toMatchObject([{ type: 'desync', reason: 'length-over-limit' }]);
  });

  it('RA2ne rounds a key of odd size up to whole bytes', () => {
    const [, clientKey, ...rest] = SECURITY_TURNS.ra2ne;
    const serverKey = fromServer(u32(1025), noise(2 * 129));
    const turns = [...rfb.opening([6], 6), serverKey, clientKey, ...rest, rfb.resultOk(), ...rfb.init()];
    expect(initOf(turns)).toMatchObject({ securityType: 6 });
  });

  it('RA2ne with a hash of another length is not read', () => {
    const turns = [SECURITY_TURNS.ra2ne[0], SECURITY_TURNS.ra2ne[2], fromServer(u16(32), noise(48))];
    const { server } = hear([...rfb.opening([6], 6), ...turns]);
    expect(server).toMatchObject([{ reason: 'unexpected-handshake', value: 32 }]);
  });
});

describe('a server that does not wait for a choice', () => {
  it.each([
    ['the version', [fromServer(rfb.version('003.008'), [1, 1])], 12],
    ['the security type', [...rfb.opening([1], null), fromServer(u32(0))], 14],
    ['the Tight login', [...rfb.opening([16], 16), fromServer(u32(0), u32(1), noise(16), noise(16))], 38],
  ])('is not read past %s', (_, turns, offsetBytes) => {
    for (const session of [turns, byteByByte(turns)]) {
      const { server, wire } = hear(session);
      expect(server).toEqual([{ type: 'desync', reason: 'unexpected-handshake', offsetBytes, value: 0 }]);
      expect(wire.phase).toBe('lost');
    }
  });
});

describe('a refusal', () => {
  const failure = (turns: readonly rfb.Turn[]) => {
    const heard = hear([...turns, fromServer(noise(20)), fromClient(noise(20))]);
    expect(hear(byteByByte(turns)).server).toEqual(heard.server);
    expect([heard.client, heard.wire.phase]).toEqual([[], 'lost']);
    expect(heard.server).toHaveLength(1);
    return heard.server[0];
  };

  it('instead of security types tells its reason and its place', () => {
    const turns = [...rfb.opening([], null), fromServer(rfb.sized('Too many failures'))];
    expect(failure(turns)).toEqual({
      type: 'handshake-failed',
      startByte: 12,
      endByte: 12 + 1 + 4 + 17,
      reason: 'Too many failures',
    });
  });

  it('of a 3.3 server is told, too', () => {
    expect(failure([...rfb.opening([0], null, '003.003'), fromServer(rfb.sized('no'))])).toMatchObject({
      type: 'handshake-failed',
      reason: 'no',
    });
  });

  it('after authentication is told with its reason in 3.8', () => {
    const turns = [...rfb.opening([2], 2), ...SECURITY_TURNS.vncAuth, rfb.refusal('Authentication failed')];
    expect(failure(turns)).toMatchObject({ type: 'handshake-failed', reason: 'Authentication failed' });
  });

  it('after authentication has no reason before 3.8', () => {
    const turns = [...rfb.opening([2], 2, '003.007'), ...SECURITY_TURNS.vncAuth, fromServer(u32(1))];
    expect(failure(turns)).toEqual({ type: 'handshake-failed', startByte: 30, endByte: 34, reason: '' });
  });

  it('by VeNCrypt has no reason: a bad acknowledgement, or no sub-types', () => {
    const before = [...rfb.opening([19], 19), fromServer([0, 2]), fromClient([0, 2])];
    expect(failure([...before, fromServer([1])])).toMatchObject({ type: 'handshake-failed', reason: '' });
    expect(failure([...before, fromServer([0, 0])])).toMatchObject({ type: 'handshake-failed', reason: '' });
  });

  it('in hostile words is cleaned, bounded, and told before 4 GiB have arrived', () => {
    const words = rfb.text(`\u202e<b>\u0007${'x'.repeat(2000)}`);
    const turns = [...rfb.opening([], null), fromServer(u32(0xffffffff), words)];
    const heard = hear(turns).server[0];
    expect(heard).toMatchObject({ type: 'handshake-failed', endByte: 17 + 0xffffffff });
    const reason = heard?.type === 'handshake-failed' ? heard.reason : '';
    expect([reason.length, reason.slice(0, 4)]).toEqual([MAX_TEXT_LENGTH, '<b>x']);
  });
});

describe('ServerInit', () => {
  const open = [...rfb.opening([1], 1), rfb.resultOk()];

  it('tells the pixel format, the size, the name and its place', () => {
    const init = initOf([
      ...open,
      ...rfb.init({ name: 'Titan 2 – µm', format: rfb.FORMAT_16, width: 9, height: 7 }),
    ]);
    expect(init).toEqual({
      type: 'server-init',
      startByte: 18,
      endByte: 18 + 24 + rfb.text('Titan 2 – µm').length,
      version: '3.8',
      securityType: 1,
      width: 9,
      height: 7,
      format: { bitsPerPixel: 16, depth: 15, trueColour: true, redMax: 31, greenMax: 31, blueMax: 31 },
      name: 'Titan 2 – µm',
    });
  });

  it('with a name longer than any screen keeps the beginning of it', () => {
    const init = initOf([...open, ...rfb.init({ name: 'n'.repeat(5000) })]);
    expect(init?.name).toBe('n'.repeat(MAX_TEXT_LENGTH));
  });

  it('is told only when the last byte of a long name has come: the client speaks after it', () => {
    const [clientInit, serverInit] = rfb.init({ name: 'n'.repeat(5000) });
    const whole = serverInit?.bytes ?? new Uint8Array();
    const { wire, server } = hear([
      ...open,
      ...(clientInit ? [clientInit] : []),
      fromServer(whole.slice(0, -1)),
    ]);
    expect([server, wire.phase]).toEqual([[], 'handshake']);
    expect(wire.server(whole.slice(-1))).toMatchObject([{ type: 'server-init' }]);
  });

  it('with an impossible name length ends reading', () => {
    for (const nameBytes of [MAX_NAME_BYTES + 1, 0xffffffff]) {
      const { server } = hear([...open, fromServer(u16(1), u16(1), rfb.pixelFormat(), u32(nameBytes))]);
      expect(server).toMatchObject([{ reason: 'length-over-limit', value: nameBytes, offsetBytes: 18 }]);
    }
  });

  it('with an impossible pixel size ends reading in both directions', () => {
    const format = { ...rfb.FORMAT_32, bitsPerPixel: 24 };
    const heard = hear([...open, ...rfb.init({ format }), rfb.firstMessages()]);
    expect(heard.server).toMatchObject([{ reason: 'bad-pixel-format', value: 24 }]);
    expect(heard.client).toMatchObject([{ reason: 'bad-pixel-format', value: 24, offsetBytes: 14 }]);
  });

  it('may share its chunk with SecurityResult before it and messages behind it', () => {
    const chunk = fromServer(
      u32(0),
      ...rfb
        .init()
        .map(({ bytes }) => bytes)
        .slice(1),
      u8(2),
      u8(2),
    );
    const { server } = hear([...rfb.opening([1], 1), chunk]);
    expect(server.map(({ type }) => type)).toEqual(['server-init', 'bell', 'bell']);
  });
});

describe('the client’s handshake bytes', () => {
  it('are never understood as messages, however they are split', () => {
    const turns = [...rfb.opening([19], 19), ...SECURITY_TURNS.veNCryptPlain, rfb.resultOk(), ...rfb.init()];
    for (const session of [turns, byteByByte(turns)]) {
      expect(hear(session).client).toEqual([]);
      expect(hear(session).wire.clientUndecidedFromByte).toBeNull();
    }
  });

  it('are dropped at once, not carried until there is more', () => {
    const server = new ByteReader();
    const client = new ByteReader();
    const handshake = new Handshake(server, client);
    for (const { from, bytes } of [...rfb.opening([2], 2), ...SECURITY_TURNS.vncAuth]) {
      const reader = from === 'server' ? server : client;
      reader.push(bytes);
      handshake[from]();
      reader.release();
      expect(client.offsetBytes).toBe(client.arrivedBytes);
    }
  });
});
