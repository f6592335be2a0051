import type { InputEvent } from '../../../testbed/instrument/input-log.ts';
import { Instrument } from '../../../testbed/instrument/instrument.ts';
import { DEMO_SETUP, type InstrumentSetup } from '../../../testbed/instrument/instrument-setup.ts';
import { type ControlName, controlRect } from '../../../testbed/instrument/layout.ts';
import type { TruthEntry } from '../../../testbed/instrument/truth-log.ts';

/** An instrument, hands at it and a clock moved by hand. */
export function instrumentBench(setup: Partial<InstrumentSetup> = {}, lookEveryMs = 90) {
  let nowMs = 0;
  const instrument = new Instrument(nowMs, { ...DEMO_SETUP, ...setup });
  const pointer = (mask: number, x: number, y: number) =>
    instrument.input({ type: 'pointer', mask, x, y }, nowMs);
  const wait = (ms: number) => {
    for (const endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs = Math.min(endMs, nowMs + lookEveryMs);
      instrument.advance(nowMs);
    }
  };
  const middle = (name: ControlName): [number, number] => {
    const rect = controlRect(name, instrument.pose().view);
    if (rect === null) throw new Error(`${name} is not shown`);
    return [rect.x + rect.width / 2, rect.y + rect.height / 2];
  };
  const down = (name: ControlName) => pointer(1, ...middle(name));
  const up = () => pointer(0, 0, 0);
  return {
    instrument,
    pointer,
    wait,
    down,
    up,
    /** A press of a control that is held for a time, and 2 s to see what came of it. */
    press: (name: ControlName, heldMs = 80) => {
      down(name);
      wait(heldMs);
      up();
      wait(2000);
    },
    input: (event: InputEvent) => instrument.input(event, nowMs),
    key: (isDown: boolean, keysym: number) => instrument.input({ type: 'key', down: isDown, keysym }, nowMs),
    release: () => instrument.releaseAll(nowMs),
    /** What the log says of a type. */
    told: <Type extends TruthEntry['type']>(type: Type) =>
      instrument.truth.filter(
        (entry): entry is Extract<TruthEntry, { readonly type: Type }> => entry.type === type,
      ),
  };
}
