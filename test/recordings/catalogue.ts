import type { NovncName } from '../support/portals/novnc-release.ts';
import type { PortalQuery } from '../support/portals/portal-server.ts';
import { type PixelFormat, pixelFormats } from './client-messages.ts';
import type { Login } from './scripted-client.ts';

export type Password = 'secret';

/** How the server of a recording is started. */
export type ServerPlan =
  | { readonly type: 'xvnc'; readonly password?: Password; readonly args?: readonly string[] }
  | { readonly type: 'x11vnc'; readonly password?: Password; readonly args?: readonly string[] }
  | { readonly type: 'tightvnc'; readonly password?: Password; readonly args?: readonly string[] }
  | {
      readonly type: 'qemu';
      readonly password?: Password;
      readonly lossy?: boolean;
      readonly vncOptions?: readonly string[];
      /** Connects while the machine boots, so that the screen changes its size. */
      readonly booting?: boolean;
    };

export type ClientPlan =
  | {
      readonly type: 'novnc';
      readonly release: NovncName;
      readonly query?: PortalQuery;
      /** Replaces the list of encodings noVNC asks for. */
      readonly encodings?: (asked: readonly number[]) => readonly number[];
      /** Changes quality and compression while connected, releases from 1.2 on. */
      readonly changeQuality?: boolean;
      /** Changes the size of the page; with resize=remote the server's screen follows. */
      readonly changeSize?: boolean;
    }
  | {
      readonly type: 'scripted';
      readonly protocol?: '3.3' | '3.7' | '3.8';
      readonly login?: Login;
      readonly pixelFormat?: PixelFormat;
      readonly encodings: readonly number[];
      readonly continuous?: boolean;
    };

export interface RecordingPlan {
  readonly name: string;
  readonly server: ServerPlan;
  readonly client: ClientPlan;
  readonly note: string;
}

const RAW = 0;
const COPY_RECT = 1;
const RRE = 2;
const CORRE = 4;
const HEXTILE = 5;
const ZLIB = 6;
const TIGHT = 7;
const ULTRA = 9;
const ZRLE = 16;
const TIGHT_PNG = -260;
const QUALITY_0 = -32;
const COMPRESS_0 = -256;
const LAST_RECT = -224;
const CURSOR = -239;
const X_CURSOR = -240;
const DESKTOP_NAME = -307;
const EXTENDED_DESKTOP_SIZE = -308;
const XVP = -309;
const FENCE = -312;
const CONTINUOUS_UPDATES = -313;
const CURSOR_WITH_ALPHA = -314;
const LED_STATE = -261;
const QEMU_KEY = -258;
const QEMU_POINTER_CHANGE = -257;
const POINTER_POSITION = -232;
const VMWARE_CURSOR = 0x574d5664;
const VMWARE_CURSOR_POSITION = 0x574d5666;
const VMWARE_LED_STATE = 0x574d5668;
const DESKTOP_SIZE = -223;

const isPicture = (encoding: number) => (encoding >= 0 && encoding < 0x10000) || encoding === TIGHT_PNG;
const isPictureButCopy = (encoding: number) => isPicture(encoding) && encoding !== COPY_RECT;
const ENCODING_NAMES: Readonly<Record<number, string>> = {
  [RAW]: 'raw',
  [RRE]: 'rre',
  [CORRE]: 'corre',
  [HEXTILE]: 'hextile',
  [ZLIB]: 'zlib',
  [TIGHT]: 'tight',
  [ZRLE]: 'zrle',
};
const isQuality = (encoding: number) => encoding >= QUALITY_0 && encoding <= QUALITY_0 + 9;
const isCompress = (encoding: number) => encoding >= COMPRESS_0 && encoding <= COMPRESS_0 + 9;

/** noVNC's list with other picture encodings in front and none of its own. */
const only =
  (...encodings: number[]) =>
  (asked: readonly number[]) => [...encodings, ...asked.filter((encoding) => !isPicture(encoding))];

/** The same without a quality level, which makes Tight lossless, at a given compression level. */
const lossless =
  (compression: number, ...encodings: number[]) =>
  (asked: readonly number[]) => [
    ...encodings,
    ...asked.filter((encoding) => !isPicture(encoding) && !isQuality(encoding) && !isCompress(encoding)),
    COMPRESS_0 + compression,
  ];

const releases: readonly NovncName[] = ['1.0', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];

/** What every release says by itself to every server. */
const asTheyAre: readonly RecordingPlan[] = [
  ...releases.map(
    (release): RecordingPlan => ({
      name: `xvnc-novnc-${release}`,
      server: { type: 'xvnc', ...(release === '1.4' ? { password: 'secret' } : {}) },
      client: {
        type: 'novnc',
        release,
        changeQuality: release === '1.2' || release === '1.7',
        changeSize: release === '1.3' || release === '1.6',
        query: {
          ...(release === '1.4' ? { password: 'secret' } : {}),
          ...(release === '1.3' || release === '1.6' ? { resize: 'remote' } : {}),
        },
      },
      note: 'noVNC as it is',
    }),
  ),
  ...(['1.0', '1.3', '1.6', '1.7'] as const).map(
    (release): RecordingPlan => ({
      name: `x11vnc-novnc-${release}`,
      server: { type: 'x11vnc', ...(release === '1.3' ? { password: 'secret' } : {}) },
      client: {
        type: 'novnc',
        release,
        changeQuality: release === '1.7',
        query: release === '1.3' ? { password: 'secret' } : {},
      },
      note: 'noVNC as it is',
    }),
  ),
  ...(['1.0', '1.2', '1.5', '1.7'] as const).map(
    (release): RecordingPlan => ({
      name: `qemu-novnc-${release}`,
      server: {
        type: 'qemu',
        booting: release === '1.7',
        ...(release === '1.2' ? { password: 'secret' } : {}),
        // noVNC from 1.3 on may shut the machine down over xvp.
        ...(release === '1.5' ? { vncOptions: ['power-control=on'] } : {}),
      },
      client: { type: 'novnc', release, query: release === '1.2' ? { password: 'secret' } : {} },
      note: 'noVNC as it is',
    }),
  ),
];

/** Every encoding a server can send to noVNC, asked for alone. */
const oneEncoding: readonly RecordingPlan[] = (
  [
    ['xvnc', 'raw', '1.7', only(RAW)],
    ['xvnc', 'copyrect-raw', '1.3', only(COPY_RECT, RAW)],
    ['xvnc', 'rre', '1.7', only(RRE)],
    ['xvnc', 'hextile', '1.4', only(HEXTILE)],
    ['xvnc', 'zrle', '1.6', only(COPY_RECT, ZRLE)],
    ['xvnc', 'tight-lossless', '1.7', lossless(6, TIGHT)],
    ['xvnc', 'tight-copyrect', '1.0', only(COPY_RECT, TIGHT)],
    ['x11vnc', 'raw', '1.7', only(COPY_RECT, RAW)],
    ['x11vnc', 'rre', '1.4', only(RRE)],
    ['x11vnc', 'hextile', '1.2', only(HEXTILE)],
    ['x11vnc', 'zlib', '1.7', only(ZLIB)],
    ['x11vnc', 'zrle', '1.5', only(ZRLE)],
    ['x11vnc', 'tight-lossless', '1.7', lossless(3, COPY_RECT, TIGHT)],
    ['qemu', 'raw', '1.7', only(RAW)],
    ['qemu', 'hextile', '1.6', only(HEXTILE)],
    ['qemu', 'zlib', '1.6', only(ZLIB)],
    ['qemu', 'zrle', '1.4', only(ZRLE)],
    ['qemu', 'tight', '1.7', lossless(2, TIGHT)],
    ['qemu', 'tightpng', '1.4', only(TIGHT_PNG)],
  ] as const
).map(([type, name, release, encodings]) => ({
  name: `${type}-${name}`,
  server: { type },
  client: { type: 'novnc', release, encodings },
  note: 'noVNC with another list of encodings',
}));

const lossyQemu: readonly RecordingPlan[] = [
  {
    name: 'qemu-lossy-tight-jpeg',
    server: { type: 'qemu', lossy: true },
    client: { type: 'novnc', release: '1.7', encodings: only(TIGHT), query: { quality: 5 } },
    note: 'QEMU sends JPEG only with lossy=on',
  },
  {
    name: 'qemu-lossy-tight-gradient',
    server: { type: 'qemu', lossy: true },
    client: { type: 'novnc', release: '1.7', encodings: lossless(9, TIGHT) },
    note: 'no quality level and the highest compression: the gradient filter',
  },
];

const everyCursor = [CURSOR, X_CURSOR, CURSOR_WITH_ALPHA, VMWARE_CURSOR];

/** Pseudo-encodings noVNC does not ask for, or only in some releases. */
const rarer: readonly RecordingPlan[] = [
  ...everyCursor.map(
    (cursor): RecordingPlan => ({
      name: `xvnc-cursor-${cursor === VMWARE_CURSOR ? 'vmware' : -cursor}`,
      server: { type: 'xvnc' },
      client: {
        type: 'scripted',
        pixelFormat: pixelFormats.rgb888,
        encodings: [
          TIGHT,
          QUALITY_0 + 2,
          cursor,
          VMWARE_CURSOR_POSITION,
          LED_STATE,
          DESKTOP_SIZE,
          DESKTOP_NAME,
        ],
      },
      note: 'a cursor encoding alone; desktop size and name in their old forms',
    }),
  ),
  {
    name: 'x11vnc-cursors-and-pointer',
    server: { type: 'x11vnc' },
    client: {
      type: 'scripted',
      encodings: [
        CORRE,
        COPY_RECT,
        CURSOR,
        POINTER_POSITION,
        DESKTOP_SIZE,
        EXTENDED_DESKTOP_SIZE,
        LAST_RECT,
        XVP,
      ],
    },
    note: 'CoRRE, pointer positions',
  },
  {
    name: 'x11vnc-xcursor-ultra',
    server: { type: 'x11vnc' },
    client: { type: 'scripted', encodings: [ULTRA, X_CURSOR, LAST_RECT] },
    note: 'Ultra has the shape of Zlib',
  },
  {
    name: 'qemu-pseudo-encodings',
    server: { type: 'qemu', vncOptions: ['power-control=on'] },
    client: {
      type: 'scripted',
      encodings: [
        ...[ZRLE, CURSOR_WITH_ALPHA, CURSOR, LED_STATE, QEMU_KEY, QEMU_POINTER_CHANGE, DESKTOP_SIZE],
        ...[EXTENDED_DESKTOP_SIZE, DESKTOP_NAME, XVP],
      ],
    },
    note: 'pointer type, LED state, extended keys, xvp',
  },
  {
    name: 'qemu-desktop-size',
    server: { type: 'qemu', booting: true },
    client: { type: 'scripted', encodings: [TIGHT, DESKTOP_SIZE] },
    note: 'the screen changes its size in the old way',
  },
  {
    name: 'tightvnc-gradient',
    server: { type: 'tightvnc' },
    client: {
      type: 'scripted',
      pixelFormat: pixelFormats.rgb888,
      encodings: [TIGHT, COPY_RECT, LAST_RECT, COMPRESS_0 + 9, CURSOR, POINTER_POSITION],
    },
    note: 'high compression without JPEG: the gradient filter',
  },
  {
    name: 'tightvnc-zlib',
    server: { type: 'tightvnc' },
    client: { type: 'scripted', pixelFormat: pixelFormats.rgb565, encodings: [ZLIB, COPY_RECT, X_CURSOR] },
    note: 'the oldest Zlib encoder',
  },
  {
    name: 'tightvnc-novnc-1.4',
    server: { type: 'tightvnc', password: 'secret' },
    client: { type: 'novnc', release: '1.4', query: { password: 'secret' } },
    note: 'noVNC as it is',
  },
  {
    name: 'xvnc-continuous-updates',
    server: { type: 'xvnc' },
    client: {
      type: 'scripted',
      encodings: [
        TIGHT,
        COPY_RECT,
        LAST_RECT,
        QUALITY_0 + 6,
        CURSOR,
        FENCE,
        CONTINUOUS_UPDATES,
        VMWARE_LED_STATE,
      ],
      continuous: true,
    },
    note: 'updates without requests',
  },
];

/** Encodings whose lengths hang on the pixel format, in formats noVNC never asks for. */
const otherPixelFormats: readonly RecordingPlan[] = (
  [
    ['xvnc', 'rgb332', [COPY_RECT, TIGHT, CURSOR]],
    ['xvnc', 'rgb332', [HEXTILE, CURSOR]],
    ['xvnc', 'rgb565', [RRE, CURSOR]],
    ['xvnc', 'rgb565', [ZRLE, CURSOR]],
    ['xvnc', 'rgb565BigEndian', [TIGHT, LAST_RECT, QUALITY_0 + 6]],
    ['xvnc', 'rgb888BigEndian', [TIGHT, LAST_RECT]],
    ['xvnc', 'colourMap', [HEXTILE]],
    ['x11vnc', 'rgb332', [CORRE, CURSOR]],
    ['x11vnc', 'rgb565', [HEXTILE, CURSOR]],
    ['x11vnc', 'rgb565', [TIGHT, LAST_RECT, QUALITY_0 + 5]],
    ['x11vnc', 'colourMap', [RAW]],
    ['x11vnc', 'rgb332', [TIGHT, LAST_RECT]],
    ['x11vnc', 'rgb565', [ZLIB]],
    ['x11vnc', 'rgb101010', [TIGHT, CURSOR]],
    ['tightvnc', 'rgb332', [COPY_RECT, TIGHT, CURSOR]],
    ['tightvnc', 'rgb565BigEndian', [CORRE]],
    ['tightvnc', 'colourMap', [HEXTILE, X_CURSOR]],
    ['qemu', 'rgb332', [HEXTILE, CURSOR]],
    ['qemu', 'rgb565', [TIGHT]],
    ['qemu', 'rgb332', [TIGHT]],
    ['qemu', 'rgb565', [RAW]],
  ] as const
).map(([type, format, encodings]) => ({
  name: `${type}-${format.toLowerCase()}-${ENCODING_NAMES[encodings.find(isPictureButCopy) ?? RAW] ?? ''}`,
  server: { type },
  client: { type: 'scripted', pixelFormat: pixelFormats[format], encodings },
  note: 'a pixel format of its own',
}));

// pam_rootok lets root in with any password, so recordings with Plain are made as root.
const plainLogin = ['-SecurityTypes', 'Plain', '-PlainUsers', 'root', '-PAMService', 'su'];

/** Versions and logins. Short: the picture does not matter. */
const handshakes: readonly RecordingPlan[] = [
  ...(['xvnc', 'x11vnc', 'qemu'] as const).flatMap((type) =>
    (['3.3', '3.7', '3.8'] as const).flatMap((protocol) =>
      ([undefined, 'secret'] as const).map(
        (password): RecordingPlan => ({
          name: `${type}-handshake-${protocol}-${password ? 'vnc' : 'none'}`,
          server: { type, ...(password ? { password } : {}) },
          client: {
            type: 'scripted',
            protocol,
            login: password ? { type: 'vnc', password } : { type: 'none' },
            encodings: [TIGHT],
          },
          note: 'handshake',
        }),
      ),
    ),
  ),
  ...(['none', 'vnc'] as const).map(
    (inner): RecordingPlan => ({
      name: `tightvnc-handshake-tight-${inner}`,
      server: { type: 'tightvnc', ...(inner === 'vnc' ? { password: 'secret' } : {}) },
      client: {
        type: 'scripted',
        login: { type: 'tight', inner: inner === 'vnc' ? { password: 'secret' } : 'none' },
        encodings: [TIGHT, QUALITY_0 + 1],
      },
      note: "TightVNC's security type: ServerInit carries capabilities",
    }),
  ),
  {
    name: 'xvnc-handshake-plain',
    server: {
      type: 'xvnc',
      args: plainLogin,
    },
    client: {
      type: 'scripted',
      login: { type: 'vencrypt-plain', username: 'root', password: 'anything' },
      encodings: [TIGHT, QUALITY_0 + 1],
    },
    note: 'VeNCrypt with Plain inside',
  },
  {
    name: 'xvnc-novnc-1.6-plain',
    server: { type: 'xvnc', args: plainLogin },
    client: { type: 'novnc', release: '1.6', query: { username: 'root', password: 'anything' } },
    note: 'noVNC as it is, VeNCrypt with Plain inside',
  },
];

/** Every recording that is made, by name. */
export const catalogue: readonly RecordingPlan[] = [
  ...asTheyAre,
  ...oneEncoding,
  ...lossyQemu,
  ...rarer,
  ...otherPixelFormats,
  ...handshakes,
];
