import type { Bundled } from './licences.mjs';

/** The software bill of materials of a release, CycloneDX 1.6 as JSON; the same release always has the same bill. */
export function sbom(
  release: {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly description: string;
  },
  places: readonly { readonly place: string; readonly packages: readonly Bundled[] }[],
): string;
