import type { Browser, Runtime } from 'webextension-polyfill';

const WELCOMED_KEY = 'welcomed';

/** What is used of the browser to welcome somebody. */
export interface WelcomeApi {
  readonly runtime: Pick<Browser['runtime'], 'getManifest' | 'getURL' | 'onInstalled'>;
  readonly tabs: Pick<Browser['tabs'], 'create'>;
  readonly management: Pick<Browser['management'], 'getSelf'>;
  readonly storage: { readonly local: Pick<Browser['storage']['local'], 'get' | 'set'> };
}

/**
 * Opens the welcome page, once, where a person has installed RICE for themselves, also where they loaded it from a folder to
 * try it. Must be called in the first turn of the
 * worker: an event wakes it only for listeners it finds. Returns the way to stop.
 * @param isManaged whether a facility has set anything in this browser
 */
export function welcomeOnce(api: WelcomeApi, isManaged: () => Promise<boolean>): () => void {
  const onInstalled = (details: Runtime.OnInstalledDetailsType) => {
    welcome(api, details, isManaged).catch((error: unknown) => console.error(`[welcome] ${String(error)}`));
  };
  api.runtime.onInstalled.addListener(onInstalled);
  return () => api.runtime.onInstalled.removeListener(onInstalled);
}

async function welcome(
  { runtime, tabs, management, storage }: WelcomeApi,
  { reason }: Runtime.OnInstalledDetailsType,
  isManaged: () => Promise<boolean>,
): Promise<void> {
  if (reason !== 'install') return;
  const { installType } = await management.getSelf();
  if (installType === 'admin' || hasHosts(runtime.getManifest())) return;
  const stored = await storage.local.get(WELCOMED_KEY);
  if (stored[WELCOMED_KEY] === true || (await isManaged())) return;
  // Before it opens: whatever goes wrong, nobody is welcomed twice.
  await storage.local.set({ [WELCOMED_KEY]: true });
  await tabs.create({ url: runtime.getURL('welcome.html') });
}

/** A facility's build, or one for tests, runs on its hosts without a click: there is nothing to switch on. */
function hasHosts({ host_permissions: hosts }: { readonly host_permissions?: unknown }): boolean {
  return Array.isArray(hosts) && hosts.length > 0;
}
