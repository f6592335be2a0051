// The part of the plugin (docs/plugin.md) that the portal uses: its package is built apart.
declare module 'rice-novnc' {
  export function guard(url: string): {
    attach(rfb: { viewOnly: boolean }): void;
    detach(): void;
  };
}
