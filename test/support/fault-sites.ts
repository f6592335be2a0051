import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';
import ts from 'typescript';
import type { Guard, GuardOptions } from '../../src/model/guard.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** The verdict path: what the driver asks for a verdict, and has to contain when it fails. */
const FILE = 'src/model/guard.ts';
const FOLDERS = ['src/model/guard', 'src/model/gate'];
/** Contains what fails in it: no fault of the gate, and told by the picture's quality alone (quality-keeper.test.ts). */
const APART = 'src/model/guard/quality-keeper.ts';

/** A place in the verdict path that can fail: a call, a construction, or the beginning of a getter. */
export interface FaultSite {
  readonly id: number;
  /** File and line. */
  readonly place: string;
  readonly text: string;
}

/** What is thrown on purpose, told apart from faults that the test did not plan. */
export class InjectedFault extends Error {}

/** Counts how often each site is reached, and throws where a test wants it. */
export class FaultSwitch {
  hits: number[] = [];
  /** Called at the moment of a throw, before anything can catch it. */
  onThrow: () => void = () => {};
  #armed: { readonly id: number; readonly hit: number; readonly always: boolean } | null = null;
  #skip: number | null = null;
  #throws = 0;

  /** Whether the armed site threw more than once. */
  get threwAgain(): boolean {
    return this.#throws > 1;
  }

  /** Throws when this site is reached for the `hit`-th time from now on, counted from 1; `always`: and ever after. */
  arm(id: number, hit: number, always: boolean): void {
    this.hits = [];
    this.#throws = 0;
    this.#armed = { id, hit, always };
  }

  /** Throws at whatever site is reached next, after `skip` others. */
  armNext(skip = 0): void {
    this.#skip = skip;
  }

  disarm(): void {
    this.hits = [];
    this.#armed = null;
    this.#skip = null;
  }

  readonly site = (id: number): void => {
    const count = (this.hits[id] ?? 0) + 1;
    this.hits[id] = count;
    const armed = this.#armed;
    const isDue = armed?.id === id && (armed.always ? count >= armed.hit : count === armed.hit);
    if (this.#skip !== null) this.#skip -= 1;
    const isNext = this.#skip === -1;
    if (isNext) this.#skip = null;
    if (!isDue && !isNext) return;
    if (isDue) {
      this.#throws += 1;
      this.onThrow();
    }
    throw new InjectedFault(`injected at site ${id}`);
  };
}

export interface FaultyModel {
  readonly sites: readonly FaultSite[];
  readonly faults: FaultSwitch;
  readonly guard: (options: GuardOptions) => Guard;
}

/** The guard as it is in src/, with a site before every call. Everything beside the verdict path stays as it is. */
export async function faultyModel(): Promise<FaultyModel> {
  const path = [FILE, ...FOLDERS.flatMap(filesIn)].filter((file) => file !== APART);
  const files = new Set(path.map((file) => resolve(ROOT, file)));
  const sites: FaultSite[] = [];
  const { outputFiles } = await build({
    entryPoints: [resolve(ROOT, FILE)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'model',
    target: 'es2022',
    logLevel: 'silent',
    plugins: [
      {
        name: 'fault-sites',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (!files.has(path)) return undefined;
            return { contents: instrument(path, sites), loader: 'ts' };
          });
        },
      },
    ],
  });
  const faults = new FaultSwitch();
  const code = outputFiles[0]?.text ?? '';
  // Nothing but the bundle of our own sources is run here; its shape is that of the module it was made from.
  const load = runInThisContext(`(site) => { ${code}\nreturn model; }`) as (site: FaultSwitch['site']) => {
    readonly Guard: typeof Guard;
  };
  const { Guard: Faulty } = load(faults.site);
  return { sites, faults, guard: (options) => new Faulty(options) };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
}

/** The source with `site(id)` before every call, each noted in `sites`. */
function instrument(path: string, sites: FaultSite[]): string {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const inserts: { readonly at: number; readonly text: string }[] = [];
  const add = (node: ts.Node): number => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const place = `${relative(ROOT, path)}:${line + 1}`;
    sites.push({ id: sites.length, place, text: node.getText().split('\n')[0] ?? '' });
    return sites.length - 1;
  };
  const visit = (node: ts.Node, isInside: boolean): void => {
    if (isInside && (ts.isCallExpression(node) || ts.isNewExpression(node))) {
      const whole = chainOf(node);
      inserts.push({ at: whole.getStart(), text: `(site(${add(node)}), ` }, { at: whole.end, text: ')' });
    }
    if (ts.isGetAccessor(node) && node.body !== undefined) {
      inserts.push({ at: node.body.getStart() + 1, text: ` site(${add(node)}); ` });
    }
    // What runs when the file is loaded is no part of a verdict.
    const runsLater = isInside || ts.isFunctionLike(node) || ts.isPropertyDeclaration(node);
    ts.forEachChild(node, (child) => visit(child, runsLater));
  };
  visit(source, false);
  let result = '';
  let from = 0;
  for (const insert of inserts.sort((a, b) => a.at - b.at)) {
    result += text.slice(from, insert.at) + insert.text;
    from = insert.at;
  }
  return result + text.slice(from);
}

/** `a?.b().c` is cut short as a whole, so a site cannot stand in the middle of it. */
function chainOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const isLink =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent)) &&
    parent.expression === node &&
    ts.isOptionalChain(parent);
  return isLink ? chainOf(parent) : node;
}
