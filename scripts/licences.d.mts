/** A package of which something is in a bundle. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly homepage: string | null;
  readonly texts: readonly string[];
}

/** The packages that rollup's modules come from, by name. */
export function bundledPackages(
  chunks: Iterable<{ readonly modules: Readonly<Record<string, { readonly renderedLength: number }>> }>,
): readonly Bundled[];

/** What a package says of itself. */
export function described(directory: string): Bundled;

/** The file THIRD-PARTY.txt. */
export function thirdPartyText(packages: readonly Bundled[]): string;
