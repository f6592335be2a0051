import { describe, expect, it } from 'vitest';
import { ServerRules } from '../../../src/model/codec/server-rules.ts';
import type { ServerEvent } from '../../../src/model/rfb/messages.ts';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { fenceReply, rect, serverInit } from '../../../testbed/loop/server-events.ts';

const fence = fenceReply(new Uint8Array(0), 9);

function familyAfter(...events: readonly ServerEvent[]): string {
  const rules = new ServerRules();
  for (const event of events) rules.server(event);
  return rules.family;
}

describe('the family of a server', () => {
  it('is plain until it shows more, and compress is kept at 1', () => {
    const rules = new ServerRules();
    rules.server(serverInit());
    expect(rules.family).toBe('plain');
    expect(rules.lowestCompress).toBe(1);
  });

  it('is that of TigerVNC where it sends fences, even with the extended keys that QEMU has as well', () => {
    expect(familyAfter(serverInit(), fence, rect(ENCODING.qemuKeyEvent, 0, 0))).toBe('fences');
    expect(familyAfter(serverInit(), rect(ENCODING.qemuKeyEvent, 0, 0))).toBe('plain');
  });

  it("is QEMU's by its name or by its way to announce extended keys", () => {
    expect(familyAfter(serverInit({ name: 'QEMU (vm-101)' }))).toBe('qemu');
    expect(familyAfter(serverInit({ name: 'QEMU' }))).toBe('qemu');
    expect(familyAfter(serverInit(), rect(ENCODING.qemuKeyEvent, 640, 480))).toBe('qemu');
  });

  it('is foreign for neatvnc and UltraVNC, for good', () => {
    expect(familyAfter(serverInit(), fence, rect(ENCODING.h264))).toBe('foreign');
    expect(familyAfter(serverInit(), rect(ENCODING.h264), fence)).toBe('foreign');
    expect(familyAfter(serverInit({ name: 'WayVNC' }), fence)).toBe('foreign');
    expect(familyAfter(serverInit({ securityType: 113 }))).toBe('foreign');
  });
});
