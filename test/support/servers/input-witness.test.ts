import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeRecords } from './input-witness.ts';

/** As xev prints it (x11-utils 7.7). */
const printed = `
MotionNotify event, serial 18, synthetic NO, window 0x51a,
    root 0x51a, subw 0x0, time 837543, (100,90), root:(100,90),
    state 0x0, is_hint 0, same_screen YES

EnterNotify event, serial 18, synthetic NO, window 0x51a,
    root 0x51a, subw 0x0, time 837543, (100,90), root:(100,90),
    mode NotifyNormal, detail NotifyAncestor, same_screen YES,
    focus YES, state 0

ButtonPress event, serial 18, synthetic NO, window 0x51a,
    root 0x51a, subw 0x0, time 837544, (-3,90), root:(-3,90),
    state 0x0, button 1, same_screen YES

KeyPress event, serial 18, synthetic NO, window 0x51a,
    root 0x51a, subw 0x0, time 837643, (100,90), root:(100,90),
    state 0x0, keycode 38 (keysym 0x61, a), same_screen YES,
    XLookupString gives 1 bytes: (61) "a"
    XmbLookupString gives 1 bytes: (61) "a"
    XFilterEvent returns: False

KeyRelease event, serial 21, synthetic NO, window 0x51a,
    root 0x51a, subw 0x0, time 837650, (100,90), root:(100,90),
    state 0x0, keycode 38 (keysym 0x61, a), same_screen YES,
    XLookupString gives 1 bytes: (61) "a"
    XFilterEvent returns: False

ButtonRelease event, serial 21, synthetic NO, window 0x51a,
    root 0x51a, subw 0x0, time 838163, (20,20), root:(20,20),
    state 0x1000, button 5, same_screen YES
`;

const expected = [
  { type: 'motion', x: 100, y: 90, xTimeMs: 837543 },
  { type: 'press', button: 1, x: -3, y: 90, xTimeMs: 837544 },
  { type: 'key-press', keysym: 'a', keycode: 38, xTimeMs: 837643 },
  { type: 'key-release', keysym: 'a', keycode: 38, xTimeMs: 837650 },
  { type: 'release', button: 5, x: 20, y: 20, xTimeMs: 838163 },
];

describe('the output of xev', () => {
  it('becomes events, and other records are skipped', () => {
    const { events, rest } = takeRecords(printed, 5);
    expect(events).toMatchObject(expected);
    expect(rest).toBe('');
  });

  it('loses and doubles nothing, wherever the pipe splits it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(printed.length)), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), printed.length];
        const events: unknown[] = [];
        let rest = '';
        let at = 0;
        for (const end of ends) {
          const taken = takeRecords(rest + printed.slice(at, end), 5);
          events.push(...taken.events);
          rest = taken.rest;
          at = end;
        }
        expect(events).toMatchObject(expected);
      }),
    );
  });
});
