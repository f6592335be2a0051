import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../support/browsers/chromium.ts';
import type { TestBrowser, TestPage } from '../support/browsers/test-browser.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { pause } from '../support/servers/process.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { VncServer } from '../support/servers/vnc-server.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { startXvnc } from '../support/servers/xvnc.ts';
import { type ClientPlan, catalogue, type RecordingPlan, type ServerPlan } from './catalogue.ts';
import { encodeCutText, encodeKey, encodePointer, encodeSetDesktopSize } from './client-messages.ts';
import { EXTENSION, encodeRecording, type RecordedChunk, type RecordingMeta } from './format.ts';
import { writeIndex } from './index-file.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { type Scene, startScene } from './scene.ts';
import { type Login, ScriptedClient } from './scripted-client.ts';
import { hasTightvnc, startTightvnc } from './tightvnc.ts';

// npm run record [-- PART-OF-NAME ...]: makes the recordings, all or those whose name holds one of the parts.

const streams = fileURLToPath(new URL('./streams/', import.meta.url));
const WIDTH_PX = 320;
const HEIGHT_PX = 240;
/** The machine's BIOS needs this long until the boot sector draws. */
const QEMU_BOOT_MS = 1500;

type RecordedServer = Omit<VncServer, 'name'>;

interface Session {
  readonly chunks: readonly RecordedChunk[];
  readonly rects: Readonly<Record<string, number>>;
  readonly serverMessages?: Readonly<Record<string, number>>;
  readonly bitsPerPixel: number;
}

const versions = {
  xvnc: firstMatch('Xtigervnc', ['-version'], /TigerVNC (\S+)/),
  x11vnc: firstMatch('x11vnc', ['-version'], /x11vnc: (\S+)/),
  tightvnc: '1.3.10', // Xtightvnc names its version only once it runs.
  qemu: firstMatch('qemu-system-x86_64', ['--version'], /version (\S+)/),
};

async function main(parts: readonly string[]): Promise<void> {
  mkdirSync(streams, { recursive: true });
  const wanted = catalogue.filter(
    ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)),
  );
  const portals = await startPortalServer();
  const browser = await launchChromium();
  let failures = 0;
  try {
    for (const plan of wanted) {
      if (plan.server.type === 'tightvnc' && !hasTightvnc()) {
        console.log(`${plan.name}: skipped, Xtightvnc is not here`);
        continue;
      }
      try {
        const size = await record(plan, portals, browser);
        console.log(`${plan.name}: ${size} bytes`);
      } catch (error) {
        failures += 1;
        console.error(`${plan.name}: ${String(error)}`);
      }
    }
  } finally {
    await browser.stop();
    await portals.stop();
  }
  writeIndex();
  process.exitCode = failures > 0 ? 1 : 0;
}

async function record(plan: RecordingPlan, portals: PortalServer, browser: TestBrowser): Promise<number> {
  const server = await startServer(plan.server);
  const isShort = plan.name.includes('handshake');
  const scene =
    plan.server.type === 'qemu' || isShort
      ? undefined
      : await startScene(displayOf(server), plan.server.type !== 'tightvnc');
  try {
    // Let the clients of the scene draw once.
    if (scene) await pause(400);
    const session =
      plan.client.type === 'novnc'
        ? await recordNovnc(plan.client, server, scene, portals, browser)
        : await recordScripted(plan.client, server, scene, isShort, plan.server.type === 'xvnc');
    const file = encodeRecording({ meta: describe(plan, session), chunks: session.chunks });
    writeFileSync(join(streams, `${plan.name}${EXTENSION}`), file);
    return file.length;
  } finally {
    await scene?.stop();
    await server.stop();
  }
}

async function startServer(plan: ServerPlan): Promise<RecordedServer> {
  const screen = { widthPx: WIDTH_PX, heightPx: HEIGHT_PX };
  switch (plan.type) {
    case 'xvnc':
      return startXvnc({ ...screen, ...plan });
    case 'x11vnc':
      return startX11vnc({ ...screen, ...plan });
    case 'tightvnc':
      return startTightvnc({ ...screen, ...plan });
    case 'qemu': {
      const { password, vncOptions = [] } = plan;
      const server = await startQemu({
        ...plan,
        vncOptions: [...vncOptions, ...(password ? ['password-secret=login'] : [])],
        args: password ? ['-object', `secret,id=login,data=${password}`] : [],
      });
      if (!plan.booting) await pause(QEMU_BOOT_MS);
      return server;
    }
    default:
      return plan satisfies never;
  }
}

function displayOf(server: RecordedServer): string {
  if ('display' in server && typeof server.display === 'string') return server.display;
  throw new Error(`[recordings] the server has no X display`);
}

async function recordNovnc(
  plan: Extract<ClientPlan, { type: 'novnc' }>,
  server: RecordedServer,
  scene: Scene | undefined,
  portals: PortalServer,
  browser: TestBrowser,
): Promise<Session> {
  const proxy = await startRecordingProxy(server.port, plan.encodings);
  let page: TestPage | undefined;
  try {
    page = await browser.open(
      portals.portal(plan.release, { ...plan.query, url: proxy.url, countRects: true }),
    );
    await page.until(() => document.documentElement.dataset['status'] === 'connected');
    await useNovnc(page, plan, scene);
    proxy.cut();
    const result = await settledCounts(page);
    if (result.status !== 'connected')
      throw new Error(`noVNC ended as ${result.status}: ${page.errors().join('; ')}`);
    return { chunks: proxy.recorder.chunks, rects: result.rects, bitsPerPixel: 32 };
  } finally {
    await page?.close();
    await proxy.stop();
  }
}

/** What the page counted, once all that was let through has reached it and is drawn. */
async function settledCounts(
  page: TestPage,
): Promise<{ readonly status: string | undefined; readonly rects: Record<string, number> }> {
  let before = '';
  for (;;) {
    await pause(400);
    const counts = await page.evaluate(() => ({
      status: document.documentElement.dataset['status'],
      rects: Reflect.get(window, 'rectCounts') as Record<string, number>,
    }));
    const now = JSON.stringify(counts);
    if (now === before) return counts;
    before = now;
  }
}

/** All kinds of input noVNC sends, with the browser's own mouse and keys, while the scene changes. */
async function useNovnc(
  page: TestPage,
  plan: Extract<ClientPlan, { type: 'novnc' }>,
  scene: Scene | undefined,
): Promise<void> {
  const canvas = await page.evaluate(() => {
    const box = document.querySelector('#screen canvas')?.getBoundingClientRect();
    return { x: box?.x ?? 0, y: box?.y ?? 0 };
  });
  const { mouse, keyboard } = page;
  const at = (x: number, y: number) => [canvas.x + x, canvas.y + y] as const;
  await mouse.click(...at(300, 200));
  for (let i = 0; i < 12; i++) {
    await mouse.move(...at(20 + 20 * i, 40 + 8 * i));
    await pause(20);
  }
  // Over the terminal the cursor changes; a drag selects text, which the server then offers as cut text.
  await mouse.move(...at(10, 140));
  await mouse.down();
  for (let i = 1; i < 6; i++) await mouse.move(...at(10 + 30 * i, 140 + 5 * i));
  await mouse.up();
  await mouse.wheel(120);
  await mouse.wheel(-120);
  for (const key of ['a', 'Z', 'Enter', 'F5', 'CapsLock', 'CapsLock', 'NumLock', 'NumLock', 'ä']) {
    await keyboard.press(key).catch(() => {}); // Not every layout has every key.
  }
  await keyboard.down('Shift');
  await keyboard.press('ArrowLeft');
  await keyboard.up('Shift');
  await scene?.slide();
  await page.evaluate(() => {
    const rfb = Reflect.get(window, 'rfb') as {
      clipboardPasteFrom(text: string): void;
      sendCtrlAltDel(): void;
    };
    rfb.clipboardPasteFrom('stage 42 um');
    rfb.clipboardPasteFrom('x'.repeat(3000));
    rfb.sendCtrlAltDel();
  });
  await scene?.fill('navy');
  if (plan.changeQuality) {
    await page.evaluate(() => {
      const rfb = Reflect.get(window, 'rfb') as { qualityLevel: number; compressionLevel: number };
      rfb.qualityLevel = 1;
      rfb.compressionLevel = 9;
    });
  }
  if (plan.changeSize) {
    await page.evaluate(() => {
      const screen = document.getElementById('screen');
      screen?.style.setProperty('width', '280px');
      screen?.style.setProperty('height', '200px');
    });
    await pause(900); // noVNC waits half a second for the size to settle.
  }
  await pause(scene ? 300 : 1200);
}

async function recordScripted(
  plan: Extract<ClientPlan, { type: 'scripted' }>,
  server: RecordedServer,
  scene: Scene | undefined,
  isShort: boolean,
  isXvnc: boolean,
): Promise<Session> {
  const client = await ScriptedClient.connect({ ...plan, port: server.port });
  const finish = async (): Promise<Session> => {
    await client.stop();
    const { rects, serverMessages, bitsPerPixel } = client;
    return { chunks: client.recorder.chunks, rects, serverMessages, bitsPerPixel };
  };
  await pause(150);
  client.send(encodePointer(0, 20, 200), encodePointer(1, 30, 200), encodePointer(0, 30, 201));
  client.send(encodeKey(true, 0x61), encodeKey(false, 0x61), encodeCutText('stage 42 um'));
  if (isShort) {
    // x11vnc takes its time for the first picture.
    for (let i = 0; i < 30 && Object.keys(client.rects).length === 0; i++) await pause(100);
    return finish();
  }
  for (let i = 0; i < 10; i++) {
    client.send(encodePointer(0, 20 + 25 * i, 20 + 20 * i));
    await pause(30);
  }
  for (const wheel of [8, 16, 32, 64]) client.send(encodePointer(wheel, 40, 180), encodePointer(0, 40, 180));
  for (const key of CAPS_LOCK_TWICE) client.send(encodeKey(key, 0xffe5));
  await scene?.slide();
  await scene?.fill('darkgreen');
  await scene?.warp(150, 60);
  if (isXvnc) {
    await scene?.rename('stage — β');
    client.send(encodeSetDesktopSize(300, 220));
  }
  await pause(scene ? 400 : 1200);
  return finish();
}

const CAPS_LOCK_TWICE = [true, false, true, false];

function describe(plan: RecordingPlan, session: Session): RecordingMeta {
  const bytesFrom = (direction: RecordedChunk['direction']) =>
    session.chunks.reduce((sum, chunk) => sum + (chunk.direction === direction ? chunk.bytes.length : 0), 0);
  const { client } = plan;
  const login: Login['type'] =
    client.type === 'scripted'
      ? (client.login?.type ?? 'none')
      : client.query?.username
        ? 'vencrypt-plain'
        : plan.server.password
          ? 'vnc'
          : 'none';
  return {
    name: plan.name,
    server: { name: plan.server.type, version: versions[plan.server.type] },
    client: { name: client.type, version: client.type === 'novnc' ? client.release : '1' },
    protocol: (client.type === 'scripted' ? client.protocol : undefined) ?? '3.8',
    security: login,
    bitsPerPixel: session.bitsPerPixel,
    rects: session.rects,
    ...(session.serverMessages ? { serverMessages: session.serverMessages } : {}),
    durationMs: session.chunks.at(-1)?.atMs ?? 0,
    serverBytes: bytesFrom('server'),
    clientBytes: bytesFrom('client'),
    note: plan.note,
  };
}

function firstMatch(command: string, args: readonly string[], pattern: RegExp): string {
  // Xtigervnc writes its version to stderr, the others to stdout.
  const shell = `${[command, ...args].join(' ')} 2>&1 || true`;
  return pattern.exec(execFileSync('sh', ['-c', shell], { encoding: 'utf8' }))?.[1] ?? 'unknown';
}

if (basename(dirname(process.argv[1] ?? '')) === 'recordings') {
  await main(process.argv.slice(2));
}
