import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundledPackages, described, thirdPartyText } from '../../scripts/licences.mjs';
import { sbom } from '../../scripts/sbom.mjs';

const inModules = (path: string) => resolve('node_modules', path);
const RELEASE = { name: 'rice-novnc', version: '1.2.3', license: 'MIT', description: 'Guards.' };

describe('the packages of a bundle', () => {
  test('are those of which something was left in it, each once, by name', () => {
    const chunk = {
      modules: {
        [inModules('webextension-polyfill/dist/browser-polyfill.js')]: { renderedLength: 10 },
        [`\0commonjs:${inModules('webextension-polyfill/dist/browser-polyfill.js')}?exports`]: {
          renderedLength: 5,
        },
        [inModules('preact/dist/preact.mjs')]: { renderedLength: 10 },
        [inModules('preact/hooks/dist/hooks.mjs')]: { renderedLength: 10 },
        [inModules('dexie/dist/dexie.mjs')]: { renderedLength: 0 },
        [resolve('src/background/main.ts')]: { renderedLength: 100 },
      },
    };
    expect(bundledPackages([chunk, chunk]).map(({ name }) => name)).toEqual([
      'preact',
      'webextension-polyfill',
    ]);
  });

  test('have their licences told as their authors wrote them', () => {
    const text = thirdPartyText([described(inModules('preact')), described(inModules('dexie'))]);
    expect(text).toMatch(/^preact \d+\.\d+\.\d+\nLicence: MIT$/m);
    expect(text).toContain('Permission is hereby granted, free of charge');
    expect(text).toMatch(/^Licence: Apache-2\.0$/m);
  });

  test('with a licence that nobody has looked at stop the build', () => {
    const directory = mkdtempSync(join(tmpdir(), 'rice-package-'));
    try {
      const manifest = { name: 'strange', version: '1.0.0', license: 'GPL-3.0-only' };
      writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
      expect(() => described(directory)).toThrow('strange: licence "GPL-3.0-only"');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the bill of materials', () => {
  const packages = [described(inModules('preact')), described(inModules('@preact/signals'))];
  const bill = () => sbom(RELEASE, [{ place: 'extension', packages }]);

  test('names the release, and each package with its version, licence and address', () => {
    const { components, metadata, dependencies, specVersion } = JSON.parse(bill()) as {
      components: { purl: string; licenses: unknown }[];
      metadata: { component: { purl: string } };
      dependencies: { ref: string; dependsOn?: string[] }[];
      specVersion: string;
    };
    expect(specVersion).toBe('1.6');
    expect(metadata.component.purl).toBe('pkg:npm/rice-novnc@1.2.3');
    const purls = components.map(({ purl }) => purl);
    expect(purls).toEqual([
      expect.stringMatching(/^pkg:npm\/%40preact\/signals@\d/),
      expect.stringMatching(/^pkg:npm\/preact@\d/),
    ]);
    expect(components[1]?.licenses).toEqual([{ license: { id: 'MIT' } }]);
    expect(dependencies.find(({ ref }) => ref === metadata.component.purl)?.dependsOn).toEqual(purls);
  });

  test('is the same each time', () => {
    expect(bill()).toBe(bill());
  });
});
