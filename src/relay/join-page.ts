/** What a browser shows that opens a link without the extension. It is the same for every link, and has no script. */
export const JOIN_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>A room on this relay</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 38em; margin: 3em auto; padding: 0 1em; }
</style>
<h1>This link leads into a room</h1>
<p>Several people look at one instrument there, point and talk, and pass control to each other.</p>
<ol>
<li>Install the extension <b>RICE for noVNC</b>, if you do not have it.</li>
<li>Copy the whole address of this page.</li>
<li>Click the extension in the toolbar, choose to join a room, and paste it.</li>
</ol>
<p>The part of the address behind the # is the key. Your browser has not sent it here, and this page does not read it.
Give the link only to people who should come in.</p>
</html>
`;

/** For every page: nothing is loaded, nothing runs, nobody frames it, and no address goes anywhere. */
export const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;
