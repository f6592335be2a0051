// npm start                  builds, starts the demo portal and opens Chromium with the extension
// npm start -- --no-browser  only builds and starts the portal
// npm start -- --headless    opens Chromium without a window, for tests
// npm start -- --port 8080   another port; 0 takes any free one
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  debian,
  ensureDebianPackages,
  ensureNodeModules,
  findChromium,
  root,
  run,
  SetupError,
} from './setup.mjs';

/** Long enough for an extension to register its scripts after it was loaded. */
const REGISTRATION_MS = 5000;
const ANSWER_MS = 20_000;

/** Undone in reverse order when everything ends. @type {(() => unknown)[]} */
const undo = [];
let ending = false;

try {
  await start(options());
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  await end(1);
}

/** @param {{ port: string, browser: boolean, headless: boolean }} options */
async function start({ port, browser, headless }) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => void end(0));
  await ensureNodeModules();
  if ((await run(process.execPath, ['scripts/build.mjs', '--test'])) !== 0) {
    throw new SetupError('The extension could not be built: see above.');
  }
  const url = await startPortal(port);
  console.log(`Demo portal: ${url}`);
  if (browser) await openBrowser(url, headless);
  console.log('Press Ctrl-C to stop.');
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '6090' },
        'no-browser': { type: 'boolean', default: false },
        headless: { type: 'boolean', default: false },
      },
    });
    return { port: values.port, browser: !values['no-browser'], headless: values.headless };
  } catch (error) {
    console.error(`${error.message} There are --port N, --no-browser and --headless.`);
    process.exit(2);
  }
}

/** Starts the portal in a process of its own; resolves to its address. @param {string} port */
function startPortal(port) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'testbed/demo/main.ts', '--port', port], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  undo.push(() => stopped(child));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Demo portal: (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('error', reject);
    child.once('exit', () => {
      if (ending) return;
      reject(new SetupError('The demo portal has stopped: see above.'));
      void end(1);
    });
  });
}

/** @param {string} url @param {boolean} headless */
async function openBrowser(url, headless) {
  if (!headless && !hasDisplay()) {
    console.log('There is no display here, so no browser was opened; the portal goes on running.');
    return;
  }
  const chromium = findChromium() ?? (await installChromium());
  if (chromium === null) {
    console.log(
      'No Chromium was found; load dist/chromium-test in a browser by hand and open the address above.',
    );
    return;
  }
  await mkdir(join(root, '.cache'), { recursive: true });
  const profile = await mkdtemp(join(root, '.cache', 'start-'));
  undo.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const child = spawn(chromium.path, browserArguments(profile, headless), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  undo.push(() => stopped(child));
  let opened = false;
  const gone = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      // Closing the window ends the demo; ending before there was one is a failure.
      if (opened) void end(0);
      else reject(new SetupError(`${chromium.path} ended before it showed a page.`));
    });
  });
  await Promise.race([gone, showPortal(devToolsPipe(child), url)]);
  opened = true;
  console.log('Chromium has opened the portal with the extension loaded.');
}

async function showPortal(devtools, url) {
  // Not by --load-extension: branded Chrome ignores it, and the page would open before the extension is ready.
  const { id } = await devtools('Extensions.loadUnpacked', { path: join(root, 'dist', 'chromium-test') });
  await registered(devtools, id);
  await keepDemoProfile(devtools, id);
  await devtools('Target.createTarget', { url });
  await closeBlankPages(devtools);
}

async function installChromium() {
  await ensureDebianPackages([debian.chromium]);
  return findChromium();
}

/** @param {string} profile @param {boolean} headless */
function browserArguments(profile, headless) {
  return [
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    '--enable-unsafe-extension-debugging',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-search-engine-choice-screen',
    '--password-store=basic',
    '--use-mock-keychain',
    '--window-size=1440,920',
    ...(headless ? ['--headless=new'] : []),
    // Chromium's sandbox refuses to run as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    'about:blank',
  ];
}

/** Commands over the DevTools pipe: JSON, each message ended by a zero byte, on file descriptors 3 and 4. */
function devToolsPipe(child) {
  const [, , , write, read] = child.stdio;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let number = 0;
  let received = '';
  write.on('error', () => {});
  read.setEncoding('utf8').on('data', (text) => {
    const messages = (received + text).split('\0');
    received = messages.pop() ?? '';
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      const caller = waiting.get(id);
      if (caller === undefined) continue;
      waiting.delete(id);
      if (error === undefined) caller.resolve(result);
      else caller.reject(new SetupError(`Chromium refused: ${error.message}`));
    }
  });
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++number;
      const timer = setTimeout(
        () => reject(new SetupError(`Chromium did not answer ${method} within ${ANSWER_MS / 1000} s.`)),
        ANSWER_MS,
      );
      const settled = (settle) => (value) => {
        clearTimeout(timer);
        settle(value);
      };
      waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      write.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}

/** Waits until the extension has registered its content scripts: a page opened before would not be guarded. */
async function registered(devtools, extensionId) {
  const endMs = Date.now() + REGISTRATION_MS;
  while (Date.now() < endMs) {
    const expression = 'chrome.scripting.getRegisteredContentScripts().then((scripts) => scripts.length)';
    if ((await inWorker(devtools, extensionId, expression)) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log('The extension has not registered its scripts yet: reload the page if it shows no badge.');
}

/** Puts the demo instrument's profile to use, as an import on the options page would. */
async function keepDemoProfile(devtools, extensionId) {
  const profile = JSON.parse(await readFile(join(root, 'profiles', 'demo-instrument.json'), 'utf8'));
  const profiles = { version: 1, profiles: [{ id: 'demo', profile }], removed: [] };
  await inWorker(devtools, extensionId, `chrome.storage.local.set(${JSON.stringify({ profiles })})`);
}

/** What the expression comes to in the extension's worker; undefined while there is no worker. */
async function inWorker(devtools, extensionId, expression) {
  const { targetInfos } = await devtools('Target.getTargets');
  const worker = targetInfos.find(
    (target) => target.type === 'service_worker' && target.url.includes(extensionId),
  );
  if (worker === undefined) return undefined;
  const { sessionId } = await devtools('Target.attachToTarget', { targetId: worker.targetId, flatten: true });
  const evaluation = { expression, awaitPromise: true, returnByValue: true };
  const { result } = await devtools('Runtime.evaluate', evaluation, sessionId);
  await devtools('Target.detachFromTarget', { sessionId });
  return result?.value;
}

async function closeBlankPages(devtools) {
  const { targetInfos } = await devtools('Target.getTargets');
  const blank = targetInfos.filter((target) => target.type === 'page' && target.url === 'about:blank');
  for (const { targetId } of blank) await devtools('Target.closeTarget', { targetId });
}

function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** Asks a process to end, and makes it after three seconds. */
function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** @param {number} code */
async function end(code) {
  if (ending) return;
  ending = true;
  for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => {});
  process.exit(code);
}
