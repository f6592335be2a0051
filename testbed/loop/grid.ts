/**
 * Runs the closed loop over a grid of gain, patience, capacity and round trip, in virtual time, prints a JSON line per
 * cell and draws docs/pictures/closed-loop-grid.svg. About two minutes.
 *
 *   npm run -s loop:grid
 *   npm run -s loop:grid -- --seeds 1      rougher and faster
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gridCells, runCell } from './grid-cells.ts';
import { drawGrid } from './grid-picture.ts';

const PICTURE = new URL('../../docs/pictures/closed-loop-grid.svg', import.meta.url);

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '3' } } });
const results = gridCells().map((cell) => {
  const result = runCell(cell, Number(values.seeds));
  console.log(JSON.stringify(result));
  return result;
});
mkdirSync(new URL('.', PICTURE), { recursive: true });
writeFileSync(PICTURE, drawGrid(results));
console.error(`drew ${fileURLToPath(PICTURE)}`);
