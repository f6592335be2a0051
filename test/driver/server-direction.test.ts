import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AMBIGUOUS_HOLD_MS } from '../../src/driver/reply-scan.ts';
import {
  CONNECTION_RUNS,
  CONNECTION_RUNS_TIMEOUT,
  chop,
  DriverRig,
  nonceOf,
  peek,
  probe,
  ScriptedGuard,
} from '../support/driver-rig.ts';
import { firstMessages, openSession, version } from '../support/rfb-bytes.ts';
import {
  bell,
  clipboard,
  copyRect,
  cutText,
  fence,
  join,
  noise,
  raw,
  update,
} from '../support/rfb-server-bytes.ts';

const AREA = { x: 0, y: 0, width: 9, height: 7 };
const CHATTER = [
  bell(),
  update([raw(AREA), copyRect(AREA)]),
  cutText(40),
  fence(3, [1, 2, 3]),
  clipboard(0x08000001),
];
const reply = (seed: number): Uint8Array => fence(0, nonceOf(seed));

/** A connection with probes 1 to `probes` outstanding. */
function probing(probes: number, guard = new ScriptedGuard()): { rig: DriverRig; guard: ScriptedGuard } {
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  guard.tick = () => Array.from({ length: probes }, (_, i) => probe(nonceOf(i + 1)));
  rig.tick();
  guard.tick = () => [];
  rig.clear();
  return { rig, guard };
}

describe('what the server writes', () => {
  it('reaches the page as the very array that came, the handshake included', () => {
    const rig = new DriverRig();
    for (const { from, bytes } of openSession()) {
      if (from === 'server') expect(rig.server(bytes)).toBe(bytes);
      else rig.client(bytes);
    }
    const chunk = join(...CHATTER);
    expect(rig.server(chunk)).toBe(chunk);
  });

  it('is left alone for good when it does not begin with the RFB version', () => {
    const rig = new DriverRig();
    const hello = new TextEncoder().encode('RFB 00x.008\n and so on');
    expect(rig.server(hello)).toBe(hello);
    expect(rig.driver.isForeign).toBe(true);
    expect(rig.snapshots).toEqual([]);
    expect(rig.ticking).toBe(false);
  });

  it('is recognised when the version comes byte by byte', () => {
    const rig = new DriverRig();
    for (const byte of version('003.008')) rig.server(Uint8Array.of(byte));
    expect(rig.driver.isDriving).toBe(true);
    expect(join(...rig.delivered)).toEqual(version('003.008'));
    expect(rig.snapshots).toHaveLength(1);
  });

  it('loses exactly our own replies, however it is split and joined', CONNECTION_RUNS_TIMEOUT, () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: CHATTER.length }), { maxLength: 25 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (picks, cuts) => {
          const { rig } = probing(5);
          let answered = 0;
          const chosen = picks.map((pick) => CHATTER[pick] ?? (answered < 5 ? reply(++answered) : bell()));
          const own = new Set(Array.from({ length: 5 }, (_, i) => reply(i + 1).join()));
          for (const chunk of chop(join(...chosen), cuts)) rig.server(chunk);
          expect(join(...rig.delivered)).toEqual(join(...chosen.filter((each) => !own.has(each.join()))));
        },
      ),
      CONNECTION_RUNS,
    );
  });

  it('gives the page nothing for a chunk that held only a reply', () => {
    const { rig } = probing(1);
    expect(rig.server(reply(1))).toHaveLength(0);
  });

  it('is not held back while nothing of ours is outstanding', () => {
    const { rig } = probing(0);
    const half = fence(0, nonceOf(9)).subarray(0, 12);
    expect(rig.server(half)).toBe(half);
  });

  it('keeps the fences the server sends by itself', () => {
    const { rig } = probing(1);
    const request = fence(0x80000003, [1, 2, 3, 4]);
    expect(rig.server(request)).toEqual(request);
  });

  it('loses one notification per Peek, when the guard says so', () => {
    const { rig, guard } = probing(0);
    guard.tick = () => [peek];
    rig.tick();
    guard.tick = () => [];
    const notify = clipboard(0x08000001);
    guard.server = (event) => ({
      outcome: event.type === 'clipboard' && event.action === 'notify' ? 'strip' : 'deliver',
      effects: [],
    });
    rig.server(notify.subarray(0, 5));
    expect(rig.server(notify.subarray(5))).toHaveLength(0);
    guard.server = () => ({ outcome: 'deliver', effects: [] });
    expect(rig.server(notify)).toEqual(notify);
  });

  it('loses nothing but fences and clipboard messages, whatever the guard says', () => {
    const { rig, guard } = probing(0);
    guard.server = () => ({ outcome: 'strip', effects: [] });
    const chunk = join(bell(), update([raw(AREA)]), cutText(10));
    expect(rig.server(chunk)).toBe(chunk);
  });

  it('is counted before its messages are told', () => {
    const { rig, guard } = probing(0);
    const order: string[] = [];
    guard.serverBytes = (bytes) => void order.push(`bytes ${bytes}`);
    guard.server = (event) => {
      order.push(event.type);
      return { outcome: 'deliver', effects: [] };
    };
    rig.server(bell());
    expect(order).toEqual(['bytes 1', 'bell']);
  });
});

describe('a server that cannot be read any more', () => {
  function lost(probes: number): DriverRig {
    const { rig } = probing(probes);
    rig.server(Uint8Array.of(77));
    rig.clear();
    return rig;
  }

  it('still loses the replies that were outstanding, however it is split', CONNECTION_RUNS_TIMEOUT, () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 4 }), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.nat(),
        (picks, cuts, seed) => {
          const rig = lost(5);
          const unseen = [1, 2, 3, 4, 5];
          const parts: Uint8Array[] = [];
          const kept: Uint8Array[] = [];
          picks.forEach((pick, i) => {
            const filler = noise(pick * 11 + 1, seed + i);
            parts.push(filler);
            kept.push(filler);
            const next = unseen.shift();
            if (next !== undefined) parts.push(reply(next));
          });
          for (const chunk of chop(join(...parts), cuts)) rig.server(chunk);
          rig.tick(AMBIGUOUS_HOLD_MS + 1);
          expect(join(...rig.delivered)).toEqual(join(...kept));
        },
      ),
      CONNECTION_RUNS,
    );
  });

  it('gets by reference again when the last reply is out', () => {
    const rig = lost(1);
    rig.server(reply(1));
    const chunk = join([0xf8], noise(100));
    expect(rig.server(chunk)).toBe(chunk);
  });

  it('is not kept waiting by a byte that could begin a reply', () => {
    const rig = lost(1);
    rig.server(Uint8Array.of(1, 2, 0xf8));
    expect(join(...rig.delivered)).toEqual(Uint8Array.of(1, 2));
    rig.tick(AMBIGUOUS_HOLD_MS);
    expect(join(...rig.delivered)).toEqual(Uint8Array.of(1, 2, 0xf8));
  });

  it('never holds more than a reply less one byte', () => {
    const rig = lost(3);
    const all = join(reply(1), noise(50), reply(2), noise(50), reply(3));
    let given = 0;
    let taken = 0;
    for (const byte of all) {
      taken += rig.server(Uint8Array.of(byte)).length;
      given++;
      const replies = [25, 100, 175].filter((endByte) => endByte <= given).length;
      expect(given - taken - 25 * replies).toBeLessThanOrEqual(24);
    }
    expect(taken).toBe(100);
  });

  it('gets no further probes', () => {
    const { rig, guard } = probing(0);
    rig.server(Uint8Array.of(77));
    rig.clear();
    guard.tick = () => [probe(nonceOf(8))];
    rig.tick();
    expect(rig.sent).toHaveLength(0);
  });
});
