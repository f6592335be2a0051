/**
 * Runs in the page, as a hostile script of it would: listens to every event it can name, watches the document, and
 * stands before whatever goes out of the page. `tapped` tells what it got.
 */
export function tapPage(): void {
  const heard: string[] = [];
  const keep = (what: string, value: unknown): void => {
    let text: string;
    try {
      text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
    } catch {
      text = String(value);
    }
    if (heard.length < 20_000) heard.push(`${what} ${text}`);
  };
  Object.defineProperty(window, Symbol.for('rice-test.tap'), { value: heard, enumerable: false });
  for (const name of ['message', 'messageerror', 'storage', 'rice-novnc:hook', 'rice-novnc:link', 'error']) {
    const parts = (event: Event): unknown[] =>
      ['data', 'newValue', 'message'].map((part): unknown => Reflect.get(event, part));
    window.addEventListener(name, (event) => keep(name, parts(event)), true);
  }
  const wrap = (owner: object, name: string): void => {
    const before: unknown = Reflect.get(owner, name);
    if (typeof before !== 'function') return;
    Reflect.set(owner, name, function (this: unknown, ...values: unknown[]): unknown {
      keep(name, values);
      const result: unknown = Reflect.apply(before, this, values);
      return result;
    });
  };
  wrap(EventTarget.prototype, 'dispatchEvent');
  wrap(MessagePort.prototype, 'postMessage');
  wrap(BroadcastChannel.prototype, 'postMessage');
  wrap(window, 'postMessage');
  wrap(window, 'fetch');
  wrap(XMLHttpRequest.prototype, 'open');
  wrap(XMLHttpRequest.prototype, 'send');
  wrap(navigator, 'sendBeacon');
  wrap(Storage.prototype, 'setItem');
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) wrap(console, name);
  const { data } = Object.getOwnPropertyDescriptors(MessageEvent.prototype);
  Object.defineProperty(MessageEvent.prototype, 'data', {
    ...data,
    get(this: MessageEvent) {
      const value: unknown = data.get?.call(this);
      if (!(value instanceof ArrayBuffer)) keep('data', value);
      return value;
    },
  });
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      keep('changed', target instanceof Element ? target.outerHTML : target.textContent);
      for (const node of addedNodes)
        keep('added', node instanceof Element ? node.outerHTML : node.textContent);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** Runs in the page: everything its scripts can read now, and what the tap heard since it was set. */
export async function tapped(): Promise<string> {
  const found: string[] = [document.URL, document.referrer, document.title, document.cookie, window.name];
  found.push(document.documentElement.outerHTML);
  for (const element of document.querySelectorAll('*'))
    if (element.shadowRoot) found.push(element.shadowRoot.innerHTML);
  // A selection may reach where queries do not.
  getSelection()?.selectAllChildren(document.documentElement);
  found.push(String(getSelection()));
  getSelection()?.removeAllRanges();
  for (const storage of [sessionStorage, localStorage]) {
    for (let index = 0; index < storage.length; index++) {
      const key = storage.key(index) ?? '';
      found.push(key, storage.getItem(key) ?? '');
    }
  }
  for (const { name = '' } of await indexedDB.databases()) found.push(`database ${name}`);
  if (window.isSecureContext) found.push(...(await caches.keys()));
  found.push(JSON.stringify(history.state), ...performance.getEntries().map((entry) => entry.name));
  const seen = new Set<unknown>();
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === 'string') found.push(value.slice(0, 100_000));
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (depth > 4 || seen.has(value) || seen.size > 20_000 || ArrayBuffer.isView(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      found.push(String(key));
      try {
        walk(Reflect.get(value, key), depth + 1);
      } catch {
        // Getters of prototypes, asked without their object.
      }
    }
  };
  walk(window, 0);
  const heard: unknown = Reflect.get(window, Symbol.for('rice-test.tap'));
  if (Array.isArray(heard)) found.push(...heard.map(String));
  return found.join('\n');
}
