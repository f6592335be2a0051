// The process of instrument-process.ts: one line of JSON in, lines of JSON out.
//   {"type":"show","display":":3","setup":{...},"seed":1}   shows a new instrument; answers {"type":"shown"}
//   {"type":"count"}   answers {"type":"count","count":N}: inputs that have arrived so far
//   {"type":"stop"}    ends what is shown; answers with its truth log, an entry a line, and {"type":"stopped"}
// By hand: node --import tsx testbed/x11/main.ts. It ends with its standard input.
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { Picture } from '../instrument/picture.ts';
import { growSpecimen } from '../instrument/specimen.ts';
import { seededRandom } from '../link/random.ts';
import { decodeCommand } from './command.ts';
import { type ShownInstrument, showInstrument } from './shown-instrument.ts';

/** Above the browser and whatever else works on this machine: the instrument's clock is the truth. */
const NICENESS = -15;

const specimen = growSpecimen();
let shown: ShownInstrument | null = null;

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function obey(line: string): Promise<void> {
  const command = decodeCommand(line);
  switch (command.type) {
    case 'show': {
      shown?.stop();
      const { display, setup, seed } = command;
      shown = await showInstrument({ display, setup, picture: new Picture(specimen, seededRandom(seed)) });
      say({ type: 'shown' });
      break;
    }
    case 'count':
      say({ type: 'count', count: shown?.truth.filter(({ type }) => type === 'input').length ?? 0 });
      break;
    case 'stop':
      shown?.stop();
      for (const entry of shown?.truth ?? []) say(entry);
      shown = null;
      say({ type: 'stopped' });
      break;
  }
}

try {
  setPriority(NICENESS);
} catch {
  // Only root may; without it the instrument waits for its turn like everybody.
}
const lines = createInterface({ input: process.stdin });
// One after the other.
let done = Promise.resolve();
lines.on('line', (line) => {
  done = done
    .then(() => obey(line))
    .catch((error: unknown) => say({ type: 'failed', message: String(error) }));
});
lines.on('close', () => process.exit());
