import type { InstrumentSetup } from '../instrument/instrument-setup.ts';

/** What the process of the shown instrument can be told. */
export type InstrumentCommand =
  | {
      readonly type: 'show';
      readonly display: string;
      readonly setup: InstrumentSetup;
      /** Of the noise in the picture. */
      readonly seed: number;
    }
  | { readonly type: 'count' }
  | { readonly type: 'stop' };

/** Both ends of the line are this testbed; a line typed by hand that is none of these is refused. */
export function decodeCommand(line: string): InstrumentCommand {
  const command = JSON.parse(line) as InstrumentCommand;
  switch (command.type) {
    case 'show':
    case 'count':
    case 'stop':
      return command;
  }
  throw new Error('[x11] there are show, count and stop');
}
