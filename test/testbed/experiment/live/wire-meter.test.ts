import { describe, expect, test } from 'vitest';
import { WireMeter } from '../../../../testbed/experiment/live/wire-meter.ts';

describe('the bytes on the wire of a run', () => {
  test('are counted each way, second by second from the begin', () => {
    const meter = new WireMeter();
    meter.add('up', 99, 500);
    meter.begin(1000);
    meter.add('up', 10, 1000);
    meter.add('down', 300, 1999);
    meter.add('up', 5, 3100);
    expect(meter.seconds(4000)).toEqual([
      { upBytes: 10, downBytes: 300 },
      { upBytes: 0, downBytes: 0 },
      { upBytes: 5, downBytes: 0 },
      { upBytes: 0, downBytes: 0 },
    ]);
  });
});
