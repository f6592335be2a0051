import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FEATURES, NO_MANAGED_POLICY } from '../../src/model/policy/managed-policy.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { DEFAULT_SETTINGS } from '../../src/model/policy/settings.ts';
import { blockText, guardingText } from '../../src/ui/reasons.ts';
import { NOTES, VERDICTS } from '../../src/ui/verdict.ts';
import { noteWords, verdictWord } from '../../src/ui/verdict-words.ts';
import { BLOCK_REASONS, GUARDING_REASONS } from '../ui/snapshots.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const english = JSON.parse(read('_locales/en/messages.json')) as Record<string, { readonly message: string }>;
const pages = [
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...['README.md', 'CONTRIBUTING.md', 'PRIVACY.md', 'SECURITY.md'],
];

/** What is asked for and not on the page, between backticks. */
const unlisted = (page: string, names: readonly string[]): readonly string[] => {
  const text = read(page);
  return names.filter((name) => !text.includes(`\`${name}\``));
};
/** What a person reads, without what is put in and without the marks of a table. */
const wordsOf = (key: string): string =>
  (english[key]?.message ?? `no text for ${key}`).replaceAll('|', '\\|').replace(/\s*\$\d.*$/, '');
const unsaid = (page: string, keys: readonly string[]): readonly string[] => {
  const text = read(page);
  return keys.filter((key) => !text.includes(wordsOf(key)));
};
const keysLike = (pattern: RegExp): readonly string[] =>
  Object.keys(english).filter((key) => pattern.test(key));

/** The `type` of each member of the exported unions whose name matches. */
function typesIn(file: string, unions: RegExp): readonly string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const types: string[] = [];
  const literals = (node: ts.TypeNode | undefined): void => {
    if (node === undefined) return;
    if (ts.isUnionTypeNode(node)) node.types.forEach(literals);
    else if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) types.push(node.literal.text);
  };
  const members = (node: ts.TypeNode): void => {
    if (ts.isUnionTypeNode(node)) node.types.forEach(members);
    if (!ts.isTypeLiteralNode(node)) return;
    for (const member of node.members) {
      if (ts.isPropertySignature(member) && member.name.getText() === 'type') literals(member.type);
    }
  };
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement) && unions.test(statement.name.text)) members(statement.type);
  }
  return types;
}

/** The names in an exported interface. */
function namesIn(file: string, name: string): readonly string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter((each) => each.name.text === name)
    .flatMap((each) => each.members.map((member) => member.name?.getText() ?? ''));
}

describe('the documentation', () => {
  it('has every page and picture that it links to', () => {
    const missing = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        if (/^[a-z]+:/.test(target) || target.startsWith('#')) return [];
        const [path = ''] = target.split('#');
        return existsSync(normalize(join(dirname(page), path))) ? [] : [`${page}: ${target}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('lists every page in its index', () => {
    const index = read('docs/README.md');
    const listed = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    expect(listed.filter((page) => !index.includes(`(${page.slice('docs/'.length)})`))).toEqual([]);
  });

  it('names no file of the sources that is not there', () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:src|test|scripts|testbed|bench|profiles|_locales)\/[\w./-]+)`/g)].map(
        ([, path = '']) => ({ page, path }),
      ),
    );
    // NAME, CODE and the like stand for what the reader puts there; results are made, and not kept here.
    const gone = named.filter(({ path }) => !/[A-Z]{4}|\/results\//.test(path) && !existsSync(path));
    expect(gone).toEqual([]);
  });

  it('lists every setting, of the user and of a facility', () => {
    const { quality, ...policy } = STRICT_POLICY;
    const names = [
      ...Object.keys(DEFAULT_SETTINGS),
      ...Object.keys(policy),
      ...Object.keys(quality).map((name) => `quality.${name}`),
      ...Object.keys(NO_MANAGED_POLICY),
      ...FEATURES,
    ];
    expect(unlisted('docs/settings.md', names)).toEqual([]);
  });

  it('lists every message between the parts of the extension', () => {
    const files = readdirSync('src/model/port').filter((name) =>
      /(message|room-port|room-command)\.ts$/.test(name),
    );
    const types = files.flatMap((name) =>
      typesIn(`src/model/port/${name}`, /^(From|To)[A-Z]|^Room(Panel)?Act$/),
    );
    expect(types.length).toBeGreaterThan(60);
    expect(unlisted('docs/messages.md', types)).toEqual([]);
  });

  it('explains every warning, word and note that a user may meet', () => {
    const keys = [
      ...BLOCK_REASONS.map((reason) => blockText(reason).title),
      ...keysLike(/^ui(Recovering|Clear|Override|Detached|Unguarded|Unknown|Rearm|Stuck)Title$/),
      ...['uiInterfered', 'uiDead'],
      ...VERDICTS.map(verdictWord),
      ...NOTES.map(noteWords),
      ...[null, ...GUARDING_REASONS].map(guardingText).flatMap(({ why, remedy }) => [why, remedy]),
    ];
    expect(unsaid('docs/troubleshooting.md', keys)).toEqual([]);
  });

  it('explains what toolbar, its window and rooms may say is wrong', () => {
    const keys = [
      ...keysLike(/^extTitle/).filter((key) => key !== 'extTitleNotRecording'),
      ...keysLike(/^popup(NotEnabled|NotASite|MustReload|Off|OffReload|Refused|NoAnswer|Unseen)$/),
      ...keysLike(/^popup.*(Fault|Withdrawn|Unreadable|Locked|Failed|TooMany|ManagedMode|ManagedProblems)$/),
      ...keysLike(/^uiRoom(Ended|Refused|Link)_/),
      ...keysLike(/^uiRoomOutcome_(?!joining)/),
      ...keysLike(/^uiQuality(Reason|NoEffect|NotSaved)/),
      ...keysLike(/^uiWhy_control_/),
    ].filter((key) => wordsOf(key) !== '');
    expect(unsaid('docs/troubleshooting.md', keys)).toEqual([]);
  });

  it('lists every event, fault and option of the plugin', () => {
    const faults = /export type FaultCode = ([^;]+);/.exec(read('src/plugin/guard-events.ts'))?.[1] ?? '';
    const names = [
      ...namesIn('src/plugin/guard-events.ts', 'GuardEvents'),
      ...namesIn('src/plugin/guard-options.ts', 'GuardOptions'),
      ...[...faults.matchAll(/'([a-z-]+)'/g)].map(([, code = '']) => code),
    ];
    expect(names.length).toBeGreaterThan(8);
    expect(unlisted('docs/plugin.md', names)).toEqual([]);
  });

  it('lists every keyboard shortcut of the manifest in the guide', () => {
    const { commands } = JSON.parse(read('manifest.json')) as {
      commands: Record<string, { suggested_key?: { default: string } }>;
    };
    const guide = read('docs/guide.md');
    const keys = Object.values(commands).map(({ suggested_key: key }) => key?.default ?? '');
    expect(keys.filter((key) => !guide.includes(key))).toEqual([]);
  });

  it('tells every flag of the relay, and every permission', () => {
    const flags = [...read('src/relay/flags.ts').matchAll(/['"`](--[a-z-]+)/g)].map(([, flag = '']) => flag);
    const text = read('docs/relay.md');
    expect(flags.filter((flag) => !text.includes(flag))).toEqual([]);
    const { permissions } = JSON.parse(read('manifest.json')) as { permissions: readonly string[] };
    expect(unlisted('PRIVACY.md', permissions)).toEqual([]);
  });
});
