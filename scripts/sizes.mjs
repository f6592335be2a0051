// Prints the bundles' sizes and fails when one is over its budget (docs: budgets are gzip, in kB of 1000 bytes).
// node scripts/sizes.mjs --json prints one JSON object per line, as the benchmarks do.
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const DIRECTORY = 'dist/chromium';

/** To raise a budget, say why in the commit: every frame of a portal loads hook.js and link.js. */
const BUDGETS = [
  // Missed by 80 %: it holds the parsers of both directions, the session, the whole gate and its side of a room's lock
  // (docs/decisions.md); and tells the place of the pointer, by which drawings find their part of a clipped screen.
  // 6.2 kB of it are the law of the picture's quality, which rewrites what the page asks for before it goes out.
  { file: 'hook.js', budgetBytes: 25_000, acceptedBytes: 45_900 },
  // Only on sites whose sessions are traced, in the place of hook.js.
  { file: 'hook-traced.js', budgetBytes: 40_000, acceptedBytes: 48_300 },
  // What a tab leaves down reaches the next one through here, and its decoders with it; and a room's orders (1.1 kB): the
  // gate must not wait for a part that is put in later. Limits of its ports for each page (0.2 kB) and what is drawn in a
  // room, which goes through it unread (0.1 kB), came on top;
  // and the picture's quality, as a snapshot, a policy and the record tell it (0.5 kB).
  { file: 'link.js', budgetBytes: 8_000, acceptedBytes: 10_700 },
  // Over by 40 bytes since its stage is told what to do in the extension and in the plugin.
  { file: 'overlay.js', budgetBytes: 15_000, acceptedBytes: 15_100 },
  { file: 'panel.js', budgetBytes: 50_000 },
  { file: 'editor.js', budgetBytes: 30_000 },
  { file: 'safety.js', budgetBytes: 15_000 },
  { file: 'analyst.js', budgetBytes: 30_000 },
  // Put in with every session: Preact is 4.4 kB of it.
  { file: 'quality.js', budgetBytes: 15_000 },
  // Preact is 4.4 kB of it, and the decoders of what the room host tells 2.5 kB.
  { file: 'room.js', budgetBytes: 15_000, acceptedBytes: 18_700 },
  // With the panel: Preact is 4.4 kB of it, and the decoders of a policy and of what the room tells 3.5 kB.
  { file: 'diagnostics.js', budgetBytes: 15_000 },
  // Only where a facility has switched a part off, in its place.
  { file: 'switched-off.js', budgetBytes: 3_000 },
  // Missed by a quarter, on demand alone, where somebody draws: Preact and its hooks are 5 kB of it, the outlines of strokes
  // 2 kB, the board and the decoders of what others draw 6 kB.
  { file: 'draw.js', budgetBytes: 30_000, acceptedBytes: 38_500 },
];

process.chdir(new URL('..', import.meta.url).pathname);
if (!existsSync(DIRECTORY)) {
  console.error(`sizes: ${DIRECTORY} is missing; run npm run build first`);
  process.exit(1);
}

for (const { file, budgetBytes, acceptedBytes = budgetBytes } of BUDGETS) {
  const content = readFileSync(`${DIRECTORY}/${file}`);
  const gzipBytes = gzipSync(content, { level: 9 }).length;
  const isOver = gzipBytes > budgetBytes;
  if (gzipBytes > acceptedBytes) process.exitCode = 1;
  if (process.argv.includes('--json')) {
    console.log(
      JSON.stringify({
        name: `bundle ${file}`,
        value: gzipBytes,
        unit: 'B gzip',
        against: null,
        budget: budgetBytes,
      }),
    );
    continue;
  }
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const isRefused = gzipBytes > acceptedBytes;
  const over = isRefused ? `FAIL: ${gzipBytes} B, accepted are ${acceptedBytes}` : 'accepted';
  const verdict = isOver ? `OVER by ${kilobytes(gzipBytes - budgetBytes)}, ${over}` : 'ok';
  console.log(
    `${file.padEnd(11)} ${kilobytes(gzipBytes).padStart(8)} gzip of ${kilobytes(budgetBytes)}  ${verdict}` +
      `  (${kilobytes(content.length)} plain)`,
  );
}
