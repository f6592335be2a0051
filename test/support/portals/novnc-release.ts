import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

/** A noVNC release from npm that a portal page can load. */
export interface NovncRelease {
  readonly name: NovncName;
  /** Folder served below /novnc/NAME/. */
  readonly folder: string;
  /** What the page imports, relative to the folder. */
  readonly entry: string;
}

export type NovncName = '1.0' | '1.2' | '1.3' | '1.4' | '1.5' | '1.6' | '1.7';

/** The entry name under which a CommonJS-only release is served as one ES module. */
export const BUNDLE_ENTRY = 'rfb.bundle.js';

/** Every release the guard must work with. 1.0 to 1.4 and 1.7 hold ES modules, 1.5 and 1.6 only CommonJS. */
export const novncReleases: readonly NovncRelease[] = [
  { name: '1.0', folder: `${packages}novnc-1.0`, entry: 'core/rfb.js' },
  { name: '1.2', folder: `${packages}novnc-1.2`, entry: 'core/rfb.js' },
  { name: '1.3', folder: `${packages}novnc-1.3`, entry: 'core/rfb.js' },
  { name: '1.4', folder: `${packages}novnc-1.4`, entry: 'core/rfb.js' },
  { name: '1.5', folder: `${packages}novnc-1.5`, entry: BUNDLE_ENTRY },
  { name: '1.6', folder: `${packages}novnc-1.6`, entry: BUNDLE_ENTRY },
  { name: '1.7', folder: `${packages}@novnc/novnc`, entry: 'core/rfb.js' },
];

/** Where Debian's novnc package (1.3.0, with its own vnc.html) lives. */
export const debianFolder = '/usr/share/novnc';

/**
 * A CommonJS release as one ES module. Each module becomes an async function, because 1.6 awaits at top
 * level (lib/util/browser.js), which no CommonJS loader allows; they run in order of dependency.
 */
export function bundleCommonJs(release: NovncRelease): string {
  const order: string[] = [];
  visit(join(release.folder, 'lib/rfb.js'), order, new Set());
  const modules = order.map((path) => {
    const id = JSON.stringify(path);
    const require = `(name) => modules[${JSON.stringify(resolutions(path))}[name]].exports`;
    return `modules[${id}] = { exports: {} };
await (async (require, module, exports) => {
${readFileSync(path, 'utf8')}
})(${require}, modules[${id}], modules[${id}].exports);`;
  });
  const entry = JSON.stringify(join(release.folder, 'lib/rfb.js'));
  return `const modules = {};\n${modules.join('\n')}\nexport default modules[${entry}].exports.default;\n`;
}

function visit(path: string, order: string[], seen: Set<string>): void {
  if (seen.has(path)) return;
  seen.add(path);
  for (const dependency of Object.values(resolutions(path))) visit(dependency, order, seen);
  order.push(path);
}

/** What each require("./x.js") of a module stands for. */
function resolutions(path: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/require\("([^"]+)"\)/g)) {
    const target = normalize(join(dirname(path), name));
    found[name] = readdirSync(dirname(target)).includes(target.slice(dirname(target).length + 1))
      ? target
      : `${target}.js`;
  }
  return found;
}
