import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Licences that a bundle under MIT may hold, with their texts beside it. Another one is a decision. */
const KNOWN_LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MPL-2.0'];

/**
 * A package of which something is in a bundle.
 * @typedef {{ name: string, version: string, licence: string, homepage: string | null, texts: string[] }} Bundled
 */

/**
 * The packages that rollup's modules come from, as rollup names them: what was shaken off wholly is not among them.
 * @param {Iterable<{ readonly modules: Readonly<Record<string, { readonly renderedLength: number }>> }>} chunks
 * @returns {Bundled[]} by name
 */
export function bundledPackages(chunks) {
  const directories = new Set();
  for (const { modules } of chunks) {
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      // Rollup's plugins put a zero and a word before what they made of a file, and a question behind it.
      const path = id.replace(/^\0(?:\w+:)?/, '').replace(/\?.*$/, '');
      if (renderedLength > 0 && path.includes(`${sep}node_modules${sep}`)) directories.add(packageOf(path));
    }
  }
  const found = [...directories].map(described);
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The nearest directory above a module whose package.json has a name and a version. */
function packageOf(path) {
  for (let directory = dirname(path); directory !== dirname(directory); directory = dirname(directory)) {
    const file = join(directory, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
    if (name !== undefined && version !== undefined) return directory;
  }
  throw new Error(`no package for ${path}`);
}

/**
 * What a package says of itself.
 * @param {string} directory
 * @returns {Bundled}
 */
export function described(directory) {
  const { name, version, license, homepage } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  if (!KNOWN_LICENCES.includes(license)) throw new Error(`${name}: licence ${JSON.stringify(license)}`);
  const texts = readdirSync(directory)
    .filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(directory, file), 'utf8').trim());
  return { name, version, licence: license, homepage: homepage ?? null, texts };
}

/**
 * The file THIRD-PARTY.txt: of each package its licence, as its authors wrote it.
 * @param {readonly Bundled[]} packages
 */
export function thirdPartyText(packages) {
  const parts = packages.map(({ name, version, licence, homepage, texts }) =>
    [
      `${name} ${version}`,
      `Licence: ${licence}`,
      `Source: ${homepage ?? `https://www.npmjs.com/package/${name}/v/${version}`}`,
      '',
      // uplot's package, for one, names its licence and holds no copy of it.
      texts.length > 0 ? texts.join('\n\n') : '(The package holds no copy of its licence.)',
    ].join('\n'),
  );
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `RICE for noVNC contains parts of these packages, unmodified but for bundling and minifying.${rule}${parts.join(rule)}\n`;
}
