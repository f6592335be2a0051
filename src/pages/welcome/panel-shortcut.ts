import type { Browser } from 'webextension-polyfill';

/** The keys that open the panel, as they are bound; '' when none are. */
export async function panelShortcut(commands: Pick<Browser['commands'], 'getAll'>): Promise<string> {
  const panel = (await commands.getAll()).find(({ name }) => name === 'open-panel');
  return panel?.shortcut ?? '';
}
