// What a fresh machine needs before anything else can run. Imports nothing but Node: it works before npm ci.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Something is missing that cannot be set up from here; the message says in one sentence what to do. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * Debian packages by the program (or file) each is needed for. `service`: what Debian starts when it is installed.
 * @type {Readonly<Record<string, { package: string, provides: string, service?: string }>>}
 */
export const debian = {
  chromium: { package: 'chromium', provides: 'chromium' },
  firefox: { package: 'firefox-esr', provides: 'firefox-esr' },
  xvnc: { package: 'tigervnc-standalone-server', provides: 'Xvnc' },
  x11vnc: { package: 'x11vnc', provides: 'x11vnc' },
  xvfb: { package: 'xvfb', provides: 'Xvfb' },
  websockify: { package: 'websockify', provides: 'websockify' },
  novnc: { package: 'novnc', provides: '/usr/share/novnc/vnc.html' },
  qemu: { package: 'qemu-system-x86', provides: 'qemu-system-x86_64' },
  xdotool: { package: 'xdotool', provides: 'xdotool' },
  xev: { package: 'x11-utils', provides: 'xev' },
  x11apps: { package: 'x11-apps', provides: 'xeyes' },
  iproute: { package: 'iproute2', provides: 'ip' },
  etcd: { package: 'etcd-server', provides: 'etcd', service: 'etcd' },
  nats: { package: 'nats-server', provides: 'nats-server', service: 'nats-server' },
  spin: { package: 'spin', provides: 'spin' },
  gcc: { package: 'gcc', provides: 'gcc' },
  libc: { package: 'libc6-dev', provides: '/usr/include/stdio.h' },
};

/** Throws a SetupError when Node is too old to run the tools. */
export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  }
}

/** Runs npm ci unless node_modules already holds what package-lock.json asks for. */
export async function ensureNodeModules() {
  ensureNode();
  const lock = readJson(join(root, 'package-lock.json'));
  // npm writes this list of what it installed last, when an installation is complete.
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (installed !== null && installationMatches(lock, installed)) return;
  console.log('Installing npm packages…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new SetupError('npm ci failed: see above, and run it again by hand.');
}

/**
 * Whether every package of the lock file is installed in its version; optional ones may be missing.
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean }> } | null} lock
 * @param {{ packages?: Record<string, { version?: string }> }} installed
 */
export function installationMatches(lock, installed) {
  return Object.entries(lock?.packages ?? {}).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages?.[path];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

/**
 * Installs Debian packages whose program or file is missing, where that is possible without a question.
 * Returns the packages still missing; with `required` it throws a SetupError instead.
 * @param {readonly { package: string, provides: string, service?: string }[]} list
 * @param {{ required?: boolean }} [options]
 */
export async function ensureDebianPackages(list, { required = false } = {}) {
  const absent = () => list.filter((each) => !isProvided(each.provides));
  const missing = () => absent().map((each) => each.package);
  const services = absent().flatMap(({ service }) => (service === undefined ? [] : [service]));
  const wanted = missing();
  if (wanted.length === 0) return [];
  const prefix = installPrefix();
  if (prefix !== null) {
    console.log(`Installing ${wanted.join(', ')}…`);
    const apt = [...prefix, 'apt-get', '-qq', '-o', 'Dpkg::Use-Pty=0'];
    await runApt([...apt, 'update']);
    await runApt([...apt, 'install', '-y', '--no-install-recommends', ...wanted]);
    // Tests start their own. What ran here before is left alone.
    for (const service of services) await stopService([...prefix, 'service', service, 'stop']);
  }
  const left = missing();
  if (left.length === 0) return [];
  const sentence = existsSync('/etc/debian_version')
    ? `Missing ${left.join(', ')}: run  sudo apt-get install -y --no-install-recommends ${left.join(' ')}`
    : `Missing what Debian calls ${left.join(', ')}: install it with your system's package manager.`;
  if (required) throw new SetupError(sentence);
  console.error(sentence);
  return left;
}

/**
 * A Chromium or Chrome: CHROMIUM if set, Chromium, Chrome for Testing, at last branded Chrome, which ignores
 * --load-extension but loads an extension over the DevTools pipe. Null when there is none.
 * @returns {{ path: string, branded: boolean } | null}
 */
export function findChromium() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') {
    const path = programPath(CHROMIUM);
    if (path === null) throw new SetupError(`CHROMIUM is set to ${CHROMIUM}, which cannot be run.`);
    return { path, branded: isBranded(path) };
  }
  const free = [
    'chromium',
    'chromium-browser',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...chromesForTesting(),
  ];
  for (const candidate of free) {
    const path = programPath(candidate);
    if (path !== null) return { path, branded: false };
  }
  const branded = [
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  for (const candidate of branded) {
    const path = programPath(candidate);
    if (path !== null) return { path, branded: true };
  }
  return null;
}

/** Copies of Chrome for Testing that Playwright or Puppeteer have downloaded, newest name first. */
function chromesForTesting() {
  const home = homedir();
  const caches = [
    { folder: join(home, '.cache', 'puppeteer', 'chrome'), inside: ['chrome-linux64/chrome'] },
    {
      folder: join(home, '.cache', 'ms-playwright'),
      inside: ['chrome-linux/chrome', 'chrome-linux64/chrome'],
    },
  ];
  return caches.flatMap(({ folder, inside }) => {
    const versions = existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
    return versions.flatMap((version) => inside.map((file) => join(folder, version, file)));
  });
}

/** @param {string} path */
function isBranded(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return /Google Chrome(?! for Testing)|Microsoft Edge/.test(stdout ?? '');
}

/**
 * Where a program is, null if it cannot be run.
 * @param {string} program a name to look for on PATH, or an absolute path
 */
export function programPath(program) {
  const places = isAbsolute(program)
    ? [program]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.find((place) => isExecutable(place)) ?? null;
}

/** @param {string} provides */
function isProvided(provides) {
  return isAbsolute(provides) ? existsSync(provides) : programPath(provides) !== null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What to put before apt-get: nothing as root, sudo where it asks no password, null where neither works. */
function installPrefix() {
  if (!existsSync('/etc/debian_version') || programPath('apt-get') === null) return null;
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : null;
}

/** @param {string[]} command */
async function runApt([program = '', ...args]) {
  const code = await run(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) console.error(`${[program, ...args].join(' ')} failed.`);
}

/** @param {string[]} command */
async function stopService([program = '', ...args]) {
  await run(program, args, { stdio: 'ignore' }).catch(() => 1);
}

/**
 * Runs a program in the project's folder with this terminal; resolves to its exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
