/** What the isolated world of an extension can do, alike in both browsers. */
export interface ScriptingApi {
  /** Chromium only. */
  readonly dom?: { openOrClosedShadowRoot(host: HTMLElement): ShadowRoot | null };
  readonly scripting: {
    executeScript<Result>(injection: {
      target: { tabId: number };
      func: () => Result;
    }): Promise<readonly { readonly result?: Result }[]>;
  };
}
