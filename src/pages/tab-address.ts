/** Opened in a tab of its own, as `popup.html?tab=7`, a page speaks of that tab and not of itself. */
export function askedTabId(): number | undefined {
  const asked = new URLSearchParams(location.search).get('tab');
  return asked === null || !/^\d+$/.test(asked) ? undefined : Number(asked);
}
