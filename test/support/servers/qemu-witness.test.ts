import { describe, expect, it } from 'vitest';
import { TraceLog } from './qemu-witness.ts';

/** As QEMU 7.2 prints it. */
const printed = `8687@1795347970.042369:input_event_abs con -1, axis x, value 0x3ff
8687@1795347970.042396:input_event_abs con -1, axis y, value 0x666
8687@1795347970.042400:input_event_sync 
8687@1795347970.052408:input_event_btn con -1, button left, down 1
8687@1795347970.052411:input_event_abs con -1, axis x, value 0xb66
8687@1795347970.052412:input_event_abs con -1, axis y, value 0x175b
8687@1795347970.052413:input_event_sync 
8687@1795347970.062408:input_event_btn con -1, button left, down 0
8687@1795347970.062413:input_event_sync 
8687@1795347970.070000:input_event_key_qcode con -1, key qcode a, down 1
8687@1795347970.080000:input_event_key_qcode con -1, key qcode a, down 0
`;

describe('the input trace of QEMU', () => {
  it('becomes events at the place that came with them, wherever the pipe splits it', () => {
    for (let cut = 0; cut <= printed.length; cut += 7) {
      const log = new TraceLog();
      log.add(printed.slice(0, cut), 1);
      log.add(printed.slice(cut), 2);
      expect(log.events).toMatchObject([
        { type: 'press', button: 1, x: 57, y: 73 },
        { type: 'release', button: 1, x: 57, y: 73 },
        { type: 'key-press', keysym: 'a' },
        { type: 'key-release', keysym: 'a' },
      ]);
      expect(log.events[0]?.executedWallMs).toBeCloseTo(1795347970052.413, 2);
    }
  });
});
