/** The parts of a manifest that the tests look at. */
export interface ExtensionManifest {
  readonly version: string;
  readonly icons: Readonly<Record<string, string>>;
  readonly action: {
    readonly default_icon: Readonly<Record<string, string>>;
    readonly default_popup: string;
  };
  readonly background: object;
  readonly browser_specific_settings?: object;
  readonly content_security_policy: object;
  readonly host_permissions?: readonly string[];
}

export function manifestFor(
  browser: 'chromium' | 'firefox',
  options?: { readonly test?: boolean; readonly hosts?: readonly string[]; readonly geckoId?: string },
): ExtensionManifest;
