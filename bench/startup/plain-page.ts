import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const ROWS = 100;
const NEWS = 20;

/** A page of a few hundred elements with a style sheet, a script, a picture and a fetch. It opens no WebSocket. */
export const PLAIN_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Bookings</title>
<script>globalThis.firstScriptMs = performance.now();</script>
<style>
  body { font: 14px sans-serif; margin: 2em auto; max-width: 60em; }
  nav a { margin-right: 1em; }
  table { border-collapse: collapse; width: 100%; }
  td, th { border-bottom: 1px solid #ccc; padding: 4px 8px; text-align: left; }
  tr:nth-child(odd) td { background: #f6f6f6; }
</style>
<script src="bookings.js" defer></script>
</head>
<body>
<nav>${['Home', 'Instruments', 'Bookings', 'People', 'Help'].map((name) => `<a href="#">${name}</a>`).join('')}</nav>
<h1>Bookings</h1>
<img src="picture.png" alt="" width="128" height="128">
<table>
<thead><tr><th>Instrument</th><th>Day</th><th>Hours</th><th>Cost</th></tr></thead>
<tbody>
${Array.from({ length: ROWS }, (_, row) => `<tr><td>Instrument ${row % 7}</td><td>${1 + (row % 28)}</td><td>${1 + (row % 9)}</td><td></td></tr>`).join('\n')}
</tbody>
</table>
<ul id="news"></ul>
</body>
</html>`;

const SCRIPT = `
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });
const rows = [...document.querySelectorAll('tbody tr')];
for (const row of rows) row.cells[3].textContent = money.format(Number(row.cells[2].textContent) * 85);
rows.sort((a, b) => Number(a.cells[1].textContent) - Number(b.cells[1].textContent));
document.querySelector('tbody').append(...rows);
document.querySelector('table').addEventListener('click', (event) => event.target.classList.toggle('chosen'));
const news = await (await fetch('news.json')).json();
for (const { title } of news) {
  const item = document.createElement('li');
  item.textContent = title;
  document.querySelector('#news').append(item);
}
document.documentElement.dataset.done = 'yes';
`;

export interface PlainPage {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the page on localhost. Nothing of it is kept by the browser: each load is like the first. */
export async function startPlainPage(): Promise<PlainPage> {
  const picture = await readFile('icons/rice-128.png');
  const news = JSON.stringify(
    Array.from({ length: NEWS }, (_, number) => ({ title: `News number ${number} of the facility` })),
  );
  const files: Readonly<Record<string, readonly [type: string, content: string | Buffer]>> = {
    '/': ['text/html', PLAIN_PAGE],
    '/bookings.js': ['text/javascript', `(async () => {${SCRIPT}})();`],
    '/picture.png': ['image/png', picture],
    '/news.json': ['application/json', news],
  };
  const server = createServer(({ url = '/' }, response) => answer(response, files[url]));
  // A connection that is closed just as the browser uses it again would lose a request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, file: readonly [string, string | Buffer] | undefined): void {
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  const [type, content] = file;
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
}
