import { type Decoder, type Problem, report } from '../decode/decode.ts';
import type { InstrumentProfile } from './instrument-profile.ts';
import { isChord, parseKey } from './keys.ts';
import { profileDecoder } from './profile-decoder.ts';

/** Characters that cannot be seen, or that turn the direction of what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** A label of a host name (RFC 1123), underscores allowed as browsers do. */
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:.]+\\])`;
/** Of a wildcard at least two labels: `*.org` would cover half of the web. */
const WILD = `\\*(?:\\.${LABEL}){2,}`;
const PORT = '(?::(\\d{1,5}|\\*))?';
const PORTAL = new RegExp(`^(https?)://(?:${HOST}|${WILD})${PORT}$`);
const SOCKET_HOST = new RegExp(`^${HOST}${PORT}$`);

/** What a URL leaves out, and what a binding must therefore leave out too. */
const DEFAULT_PORTS = { http: '80', https: '443' } as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Decodes an instrument profile and holds it against all rules, for whoever keeps or edits profiles. Every problem is
 * told with its place, as far as MAX_PROBLEMS goes: the rules are tried wherever the shape is right.
 */
export const validProfileDecoder: Decoder<InstrumentProfile> = (input, path, problems) => {
  const profile = profileDecoder(input, path, problems);
  if (!isFields(input)) return undefined;
  const at = (place: string): string => (path === '' ? place : `${path}.${place}`);
  checkText(input, 'name', at('name'), problems);
  if (isFields(input['binding'])) checkBinding(input['binding'], at('binding'), problems);
  const frame = isFields(input['framebuffer']) ? input['framebuffer'] : {};
  checkWhole(frame, ['width', 'height'], at('framebuffer'), problems);
  eachOf(input['regions'], at('regions'), (region, place) => {
    checkFunction(region, place, problems);
    checkWhole(region, ['x', 'y', 'width', 'height'], place, problems);
    checkInside(region, frame, place, problems);
  });
  eachOf(input['keys'], at('keys'), (key, place) => checkFunction(key, place, problems));
  checkKeys(input['keys'], at('keys'), problems);
  if (isFields(input['thresholds'])) {
    const names = ['maxInputAgeMs', 'normalCredit', 'hazardousCredit'];
    checkWhole(input['thresholds'], names, at('thresholds'), problems);
  }
  return profile;
};

function checkFunction(fields: Fields, place: string, problems: Problem[]): void {
  checkText(fields, 'name', `${place}.name`, problems);
  checkText(fields, 'function', `${place}.function`, problems);
  // A stop that asks first would come too late.
  if (fields['class'] === 'stop' && fields['confirm'] === true) {
    report(problems, `${place}.confirm`, 'stop-confirm', ['false']);
  }
}

function checkText(fields: Fields, name: string, place: string, problems: Problem[]): void {
  const text = fields[name];
  if (typeof text !== 'string') return;
  if (text.trim() === '') report(problems, place, 'empty', 'text');
  else if (UNSEEN.test(text)) report(problems, place, 'characters', 'text');
}

function checkBinding({ portal, socketHost }: Fields, place: string, problems: Problem[]): void {
  const [, scheme, portalPort] = (typeof portal === 'string' && PORTAL.exec(portal)) || [];
  const usual = scheme === 'http' || scheme === 'https' ? DEFAULT_PORTS[scheme] : undefined;
  if (typeof portal === 'string' && (usual === undefined || portalPort === usual || !isPort(portalPort))) {
    report(problems, `${place}.portal`, 'origin', ['https://lab.example.org']);
  }
  if (typeof socketHost !== 'string') return;
  const [whole, socketPort] = SOCKET_HOST.exec(socketHost) ?? [];
  if (whole === undefined || (usual !== undefined && socketPort === usual) || !isPort(socketPort)) {
    report(problems, `${place}.socketHost`, 'host', ['vnc.example.org:6080']);
  }
}

function isPort(port: string | undefined): boolean {
  return port === undefined || port === '*' || (Number(port) > 0 && Number(port) < 65_536 && port[0] !== '0');
}

function checkWhole(fields: Fields, names: readonly string[], place: string, problems: Problem[]): void {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) {
      report(problems, `${place}.${name}`, 'type', 'a whole number');
    }
  }
}

function checkInside(region: Fields, frame: Fields, place: string, problems: Problem[]): void {
  for (const [start, length] of [
    ['x', 'width'],
    ['y', 'height'],
  ] as const) {
    const [from, size, limit] = [region[start], region[length], frame[length]];
    if (typeof from !== 'number' || typeof limit !== 'number' || from < 0 || limit < 1) continue;
    if (from >= limit) report(problems, `${place}.${start}`, 'range', { from: 0, to: limit - 1 });
    else if (typeof size === 'number' && size >= 1 && from + size > limit) {
      report(problems, `${place}.${length}`, 'range', { from: 1, to: limit - from });
    }
  }
}

/** Two marks for one key would leave it to their order which one counts. */
function checkKeys(keys: unknown, place: string, problems: Problem[]): void {
  const known: { readonly chord: NonNullable<ReturnType<typeof parseKey>>; readonly place: string }[] = [];
  eachOf(keys, place, ({ key }, each) => {
    if (typeof key !== 'string') return;
    const chord = parseKey(key);
    if (chord === null) {
      report(problems, `${each}.key`, 'key', ['F5', 'Escape', 'Ctrl+Shift+s']);
      return;
    }
    const earlier = known.find((other) => isChord(other.chord, chord.keysym, chord.modifiers));
    if (earlier !== undefined) report(problems, `${each}.key`, 'duplicate', [earlier.place]);
    else known.push({ chord, place: `${each}.key` });
  });
}

function eachOf(list: unknown, place: string, check: (fields: Fields, place: string) => void): void {
  if (!Array.isArray(list)) return;
  list.forEach((each: unknown, index) => {
    if (isFields(each)) check(each, `${place}[${index}]`);
  });
}

function isFields(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
