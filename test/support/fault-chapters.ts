import type { Journal } from '../../src/model/gate/journal.ts';
import type { InstrumentProfile, ProfileRegion } from '../../src/model/policy/instrument-profile.ts';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import type { FaultBench, FaultBenchOptions } from './fault-bench.ts';
import type { FaultSwitch } from './fault-sites.ts';
import {
  clientClipboard,
  clientCutText,
  clientFence,
  clientXvp,
  continuousUpdates,
  setDesktopSize,
  setEncodings,
  updateRequest,
} from './rfb-bytes.ts';
import { bell, cutText, ledState, raw, update } from './rfb-server-bytes.ts';

/** A part of the scenario that has a connection of its own. */
export interface Chapter {
  readonly name: string;
  readonly options?: Omit<FaultBenchOptions, 'guard'>;
  readonly play: (bench: FaultBench, faults: FaultSwitch) => void;
}

const [SHIFT, CONTROL, ALT_GR, CAPS_LOCK, ENTER, F5, F6, ESCAPE] = [
  0xffe1, 0xffe3, 0xfe03, 0xffe5, 0xff0d, 0xffc2, 0xffc3, 0xff1b,
];
const [A, B, C] = [0x61, 0x62, 0x63];
/** The page's own entry for its quality (rfbproto, -32 to -23). */
const QUALITY_6 = -26;
const CORNER = { x: 0, y: 0, width: 2, height: 2 };
const REQUEST = updateRequest(true, [0, 0, 640, 480]);

const region = (name: string, kind: ProfileRegion['class'], x: number, confirm = false): ProfileRegion => ({
  name,
  function: name,
  class: kind,
  confirm,
  x,
  y: 0,
  width: 100,
  height: 480,
});

const PROFILE: InstrumentProfile = {
  version: 1,
  name: 'Demo',
  binding: { portal: 'https://portal.example', socketHost: 'instrument.example:6080' },
  framebuffer: { width: 640, height: 480 },
  regions: [
    region('view', 'view', 0),
    region('stage', 'hazardous', 100),
    region('beam', 'hazardous', 200, true),
    region('halt', 'stop', 300),
    region('focus', 'normal', 400, true),
  ],
  keys: [
    { name: 'vent', function: 'vacuum', class: 'hazardous', confirm: true, key: 'Ctrl+Shift+s' },
    { name: 'acquire', function: 'beam', class: 'hazardous', confirm: false, key: 'F5' },
    { name: 'halt', function: 'stage', class: 'stop', confirm: false, key: 'Escape' },
    { name: 'look', function: 'view', class: 'view', confirm: false, key: 'F6' },
  ],
  thresholds: { maxInputAgeMs: 600, normalCredit: 2, hazardousCredit: 1 },
};

const JOURNAL: Journal = {
  keys: [
    { keysym: SHIFT, keycode: null },
    { keysym: A, keycode: 30 },
  ],
  buttonMask: 5,
  x: 33,
  y: 44,
};

/** So many sites are passed first, so that the guard itself has to catch the fault. */
const INSIDE = 8;

const policy = (different: Partial<Policy>): Policy => ({ ...STRICT_POLICY, ...different });

/** Connected, and long enough for the path to be known and presses to pass. */
function connected(b: FaultBench): void {
  b.handshake();
  b.run(3000);
}

/** Healed, and long enough for presses to pass again. */
function connectedAgain(b: FaultBench): void {
  b.run(5500);
  b.command({ type: 're-arm' });
  b.run(100);
}

/** Everything a user does, once. */
function work(b: FaultBench): void {
  b.type(A, B, ENTER);
  b.key(true, SHIFT);
  b.type(A);
  b.key(true, CONTROL);
  b.type(C);
  b.key(false, CONTROL);
  b.key(false, SHIFT);
  b.key(true, ALT_GR);
  b.key(true, 0x40, 16);
  b.run(20);
  b.key(false, 0x40, 16);
  b.key(false, ALT_GR);
  b.type(CAPS_LOCK);
  b.key(true, A, 30);
  b.key(true, A, 30);
  b.key(true, A, 30);
  b.key(false, A, 30);
  b.run(300);
  b.click(50, 60);
  b.run(100);
  b.click(50, 60);
  b.run(400);
  b.click(450, 61, 4);
  drag(b, 500);
  b.run(200);
  wheel(b, 550);
  b.pointer(0x100, 20, 30);
  b.run(30);
  b.pointer(0, 20, 30);
  b.pointer(1, 20, 30);
  b.pointer(5, 20, 30);
  b.pointer(4, 21, 30);
  b.pointer(6, 21, 30);
  b.pointer(0, 21, 30);
  b.run(300);
  commands(b);
  for (let x = 0; x < 40; x++) {
    b.pointer(0, 100 + x, 100);
    b.run(7);
  }
}

function drag(b: FaultBench, x: number): void {
  b.pointer(1, x, 70);
  b.run(60);
  for (let step = 0; step < 6; step++) {
    b.pointer(1, x + 3 * step, 70);
    b.run(step % 2 === 0 ? 5 : 60);
  }
  b.pointer(0, x + 20, 70);
}

function wheel(b: FaultBench, x: number): void {
  for (const bit of [8, 16, 8]) {
    b.pointer(bit, x, 90);
    b.pointer(0, x, 90);
    b.run(60);
  }
}

/** Text, machine commands and all that keeps a session running. */
function commands(b: FaultBench): void {
  b.page(clientCutText([65, 66, 67]));
  b.run(200);
  b.page(clientClipboard(0x10000001, [1, 2]));
  b.run(200);
  b.page(clientXvp(2));
  b.run(200);
  protocol(b);
  b.server(update([raw(CORNER)]));
  b.server(bell());
  b.server(cutText(4));
}

function protocol(b: FaultBench): void {
  b.protocolMessage(REQUEST);
  b.protocolMessage(clientClipboard(0x08000001));
  b.protocolMessage(clientFence(0, [7]));
  b.protocolMessage(continuousUpdates(true, [0, 0, 640, 480]));
  b.protocolMessage(setDesktopSize(640, 480));
}

/** A cut that is noticed with a key and a button held, input into it, and what follows when it heals. */
function stall(b: FaultBench, ms: number): void {
  b.key(true, B);
  b.pointer(1, 120, 120);
  b.run(50);
  b.pointer(1, 125, 120);
  b.cut();
  for (let i = 0; i < 6; i++) b.type(0x31 + i);
  b.pointer(1, 130, 120);
  b.run(Math.max(0, ms - 600));
  work(b);
  b.key(false, B);
  b.pointer(0, 130, 120);
  b.heal();
  b.run(300);
  b.type(A);
  b.run(4000);
  b.type(A);
  b.click(150, 150);
  b.run(1000);
}

/** Late answers: Unstable, with everything tried in it. */
function slow(b: FaultBench, each: () => void): void {
  b.oneWayMs = 160;
  for (let i = 0; i < 3; i++) {
    b.click(300 + i, 300);
    b.run(700);
  }
  each();
  b.oneWayMs = 10;
  b.run(3000);
}

function retries(b: FaultBench): void {
  for (let i = 0; i < 5; i++) {
    b.click(310, 310);
    b.run(60);
  }
  b.run(1500);
}

function overridden(b: FaultBench): void {
  b.cut();
  b.run(2500);
  b.command({ type: 'override', reason: 'stop-motion' });
  b.run(100);
  work(b);
}

/** In a room, without control. */
function inRoom(b: FaultBench): void {
  connected(b);
  b.order({ type: 'watch' });
  b.run(300);
}

/** Control that comes and goes in every way, with things held and under way. */
function turns(b: FaultBench): void {
  b.type(A);
  b.click(50, 60);
  b.grant();
  b.run(300);
  b.type(A);
  b.server(update([ledState(0)]));
  b.key(true, B);
  b.pointer(1, 50, 50);
  b.run(100);
  // Passed on: what is held is let go of, and the arbiter hears when that has arrived.
  b.order({ type: 'drain', epoch: b.seat.epoch });
  b.type(C);
  b.run(300);
  b.letGo();
  b.grant();
  b.run(4500);
  b.key(true, SHIFT);
  b.type(A);
  b.key(true, B);
  b.pointer(4, 60, 60);
  // The relay is lost: the lease ends by itself, between two ticks.
  b.answersRenewals = false;
  b.run(3000);
  b.ticking = false;
  b.run(2100);
  b.type(C);
  b.pointer(4, 70, 60);
  b.ticking = true;
  b.run(300);
  b.letGo();
  // It is back before anybody else asked.
  b.order({ type: 'granted', epoch: b.seat.epoch });
  b.answersRenewals = true;
  b.run(300);
  b.type(A);
  // Taken in a cut: what is under way is told until it is known.
  b.key(true, A);
  b.cut();
  b.type(B);
  b.order({ type: 'drain', epoch: b.seat.epoch });
  b.run(2500);
  b.heal();
  b.run(5500);
  b.letGo();
  b.order({ type: 'watch' });
  b.run(100);
}

export const CHAPTERS: readonly Chapter[] = [
  {
    name: 'a healthy session',
    play: (b) => {
      connected(b);
      work(b);
      b.run(800);
      work(b);
      b.close();
    },
  },
  {
    name: 'a stall with keys and buttons held',
    play: (b) => {
      connected(b);
      stall(b, 1500);
      b.command({ type: 're-arm' });
      b.run(200);
      b.key(true, A);
      b.pointer(1, 10, 10);
      stall(b, 600);
      b.pointer(1, 11, 11);
      b.close();
    },
  },
  {
    name: 'a slow path',
    play: (b) => {
      connected(b);
      slow(b, () => {
        retries(b);
        work(b);
        b.key(true, SHIFT);
        b.run(100);
        b.click(200, 200);
        b.type(A, B);
        b.key(false, SHIFT);
        drag(b, 100);
        wheel(b, 10);
        commands(b);
      });
      retries(b);
    },
  },
  {
    name: 'one press at a time on a slow path',
    play: (b) => {
      connected(b);
      b.oneWayMs = 130;
      const each = (action: () => void) => {
        action();
        b.run(1100);
      };
      each(() => b.click(10, 10));
      each(() => b.click(300, 10));
      each(() => b.click(10, 300));
      b.key(true, SHIFT);
      b.key(true, CONTROL);
      each(() => b.click(200, 200));
      each(() => b.type(A));
      each(() => b.type(CAPS_LOCK, A));
      b.key(false, CONTROL);
      b.key(false, SHIFT);
      b.run(1100);
      each(() => b.type(0xffe9));
      each(() => drag(b, 100));
      each(() => wheel(b, 10));
      each(() => retries(b));
      each(() => {
        b.key(true, SHIFT);
        b.cut();
        b.run(1500);
        b.heal();
      });
      b.letGo();
    },
  },
  {
    name: 'a gate that closes between two ticks',
    options: { profiles: [PROFILE] },
    play: (b) => {
      const between = (action: () => void) => {
        connectedAgain(b);
        b.pointer(1, 450, 450);
        b.run(20);
        b.pointer(1, 455, 450);
        b.run(20);
        b.pointer(1, 456, 450);
        b.pointer(1, 457, 450);
        b.cut();
        b.run(100);
        b.ticking = false;
        b.run(350);
        action();
        b.ticking = true;
        b.run(100);
        b.letGo();
        b.heal();
      };
      b.handshake();
      between(() => b.pointer(0, 460, 450));
      between(() => b.pointer(1, 460, 450));
      between(() => b.pointer(4, 460, 450));
      connectedAgain(b);
      b.pointer(1, 550, 450);
      b.run(300);
      b.pointer(1, 552, 450);
      b.setProfiles([{ ...PROFILE, thresholds: { ...PROFILE.thresholds, hazardousCredit: 0 } }]);
      b.run(300);
      b.pointer(1, 555, 450);
      b.run(100);
      b.pointer(0, 556, 450);
      b.cut();
      b.run(2000);
      b.pointer(1, 550, 450);
      b.heal();
      connectedAgain(b);
      b.pointer(5, 550, 450);
      b.run(100);
      b.pointer(1, 550, 450);
      b.pointer(0, 550, 450);
    },
  },
  {
    name: 'overrides',
    play: (b) => {
      connected(b);
      b.command({ type: 'override', reason: 'other' });
      overridden(b);
      b.command({ type: 'end-override' });
      b.run(100);
      overridden(b);
      b.blurred();
      overridden(b);
      b.setVisible(false);
      b.setVisible(true);
      overridden(b);
      b.run(11_000);
      overridden(b);
      b.heal();
      b.run(6000);
      b.setPolicy(policy({ override: 'forbid' }));
      overridden(b);
    },
  },
  {
    name: 'an override that the end of the connection ends',
    play: (b) => {
      connected(b);
      overridden(b);
      b.key(true, A);
      b.detached();
      b.run(100);
      overridden(b);
      b.close();
    },
  },
  {
    name: 'an override of a stream that gets lost',
    play: (b) => {
      connected(b);
      overridden(b);
      b.key(true, A);
      b.unreadable();
    },
  },
  {
    name: 'a profile',
    options: { profiles: [PROFILE] },
    play: (b) => {
      connected(b);
      for (let i = 0; i < 3; i++) {
        for (const x of [50, 150, 250, 350, 450, 550]) {
          b.click(x, 100);
          b.run(250);
        }
      }
      drag(b, 150);
      wheel(b, 150);
      wheel(b, 350);
      for (let i = 0; i < 2; i++) {
        b.key(true, CONTROL);
        b.key(true, SHIFT);
        b.type(0x73, 0x53);
        b.key(false, SHIFT);
        b.key(false, CONTROL);
        b.type(F5, F6, ESCAPE, ESCAPE);
      }
      b.cut();
      b.run(2500);
      for (const x of [50, 150, 350, 350]) b.click(x, 100);
      b.type(ESCAPE, ESCAPE, F5);
      b.heal();
      b.run(5000);
      b.click(150, 100);
      b.type(F5);
      b.run(800);
      b.command({ type: 're-arm' });
      b.click(150, 100);
      b.run(500);
      slow(b, () => {
        b.click(150, 100);
        b.type(F5, F6, ESCAPE);
        drag(b, 150);
        wheel(b, 350);
      });
      b.setProfiles([]);
      b.run(100);
      b.setProfiles([{ ...PROFILE, binding: { ...PROFILE.binding, socketHost: 'other.example' } }]);
      b.run(100);
      b.setProfiles([PROFILE]);
      b.run(500);
    },
  },
  {
    name: 'a journal of an earlier connection',
    options: { journal: JOURNAL },
    play: (b) => {
      connected(b);
      b.inherit({ ...JOURNAL, buttonMask: JOURNAL.buttonMask | 4 });
      b.command({ type: 'unstick' });
      b.run(200);
      b.type(A);
      b.key(true, A);
      b.pointer(1, 50, 50);
      b.run(100);
      b.close();
    },
  },
  {
    name: 'a journal of a document that is gone',
    play: (b) => {
      connected(b);
      b.inherit(JOURNAL);
      b.run(200);
      b.key(true, A);
      b.inherit(JOURNAL);
      b.inherit({ ...JOURNAL, keys: [] });
      b.run(200);
      b.key(false, A);
      b.run(200);
      b.close();
    },
  },
  {
    name: 'changes of the policy',
    play: (b) => {
      connected(b);
      b.key(true, A);
      b.setPolicy(policy({ mode: 'measure' }));
      work(b);
      b.cut();
      b.run(2500);
      work(b);
      b.heal();
      b.run(2500);
      b.key(true, B);
      b.setPolicy(policy({ maxInputAgeMs: 500 }));
      b.run(1000);
      work(b);
    },
  },
  {
    name: 'a server that cannot be read any more',
    play: (b) => {
      connected(b);
      b.key(true, A);
      b.pointer(1, 50, 50);
      b.run(100);
      b.serverUnreadable();
      b.run(200);
      work(b);
      b.key(false, A);
      b.setPolicy(policy({ whenUnverified: 'pass' }));
      b.run(1000);
      work(b);
      b.key(true, B);
      b.pointer(1, 50, 50);
      b.close();
    },
  },
  {
    name: 'a page that cannot be read any more',
    options: { policy: policy({ whenUnguarded: 'close' }) },
    play: (b) => {
      connected(b);
      b.key(true, SHIFT);
      b.key(true, A, 30);
      b.pointer(1, 50, 50);
      b.run(100);
      b.garbage(Uint8Array.of(99, 1, 2));
      b.run(500);
      b.page(Uint8Array.of(4, 5, 6));
      b.close();
    },
  },
  {
    name: 'nobody looking',
    play: (b) => {
      connected(b);
      b.key(true, A);
      b.setVisible(false);
      b.run(1000);
      b.type(B);
      b.setVisible(true);
      b.run(3000);
      b.type(A);
      b.pointer(1, 50, 50);
      b.freeze(5000);
      b.pointer(1, 60, 60);
      b.key(true, C);
      b.run(3000);
      b.key(true, B);
      b.setInterfered(true);
      b.type(A);
      b.click(50, 50);
      b.run(200);
      b.setInterfered(false);
      b.run(2000);
      b.eventAgeMs = 900;
      work(b);
      b.eventAgeMs = 5;
      b.run(1500);
      b.key(true, A);
      b.blurred();
      b.detached();
      b.tickMs = 400;
      b.run(62_000);
      b.tickMs = 50;
      b.type(A);
      b.ticking = false;
      b.freeze(700);
      b.type(A);
      b.page(clientXvp(2));
      b.ticking = true;
      b.run(200);
    },
  },
  ...(['refresh', 'clipboard', 'none'] as const).map((probe): Chapter => {
    return {
      name: `a server without fences: ${probe}`,
      options: { probe },
      play: (b) => {
        connected(b);
        b.server(update([raw(CORNER)]));
        b.run(1000);
        b.server(update([raw(CORNER)]));
        work(b);
        b.cut();
        b.run(2500);
        b.type(A);
        b.heal();
        b.run(1500);
      },
    };
  }),
  {
    name: 'more than is kept',
    options: { policy: policy({ mode: 'measure' }) },
    play: (b) => {
      connected(b);
      const mouse = (mask: number) => {
        b.pointer(mask, 300, 200);
        b.run(30);
        b.pointer(0, 300, 200);
        b.run(200);
      };
      for (let mask = 1; mask < 0x80; mask += 5) mouse(mask);
      b.run(1000);
      for (let i = 0; i < 80; i++) {
        b.key(true, 0x1000 + i);
        b.run(60);
      }
      b.cut();
      for (let i = 0; i < 150; i++) {
        b.key(true, A);
        b.key(false, A);
        b.pointer(1, 300 + i, 200);
      }
      b.letGo();
      b.heal();
      b.run(500);
    },
  },
  ...(['press', 'release', 'tick', 'command'] as const).map((where): Chapter => {
    return {
      name: `after a fault at a ${where}`,
      play: (b, faults) => {
        connected(b);
        b.key(true, SHIFT);
        b.key(true, A, 30);
        b.pointer(1, 50, 50);
        b.run(60);
        faults.armNext(INSIDE);
        if (where === 'press') b.key(true, B);
        if (where === 'release') b.pointer(0, 60, 60);
        if (where === 'command') b.command({ type: 're-arm' });
        b.run(1000);
        work(b);
        b.letGo();
        b.run(6000);
        b.type(A);
        b.pointer(1, 50, 50);
        faults.armNext(INSIDE);
        b.pointer(0, 60, 60);
        b.run(1000);
        b.command({ type: 'override', reason: 'other' });
        b.type(A);
        b.close();
      },
    };
  }),
  {
    name: 'what is seldom pressed',
    options: { profiles: [PROFILE] },
    play: (b) => {
      connected(b);
      // A stop that had to wait for its receipt goes out at the key's repeat.
      b.key(true, ESCAPE);
      b.key(false, ESCAPE);
      b.key(true, ESCAPE);
      b.run(300);
      b.key(true, ESCAPE);
      b.key(false, ESCAPE);
      b.run(300);
      // One button down and another one up in one message, and too late.
      b.pointer(1, 550, 100);
      b.run(60);
      b.eventAgeMs = 900;
      b.pointer(4, 550, 100);
      b.eventAgeMs = 5;
      b.run(1500);
      // The one that was refused is still held in the page.
      b.pointer(5, 550, 100);
      b.run(60);
      b.pointer(0, 550, 100);
      b.run(1500);
      // A modifier alone, while a click of a slow path is under way.
      slow(b, () => {
        b.click(550, 100);
        b.key(true, CONTROL);
        b.key(false, CONTROL);
      });
      b.cut();
      b.run(2500);
      for (let i = 0; i < 40; i++) b.key(true, 0x1000 + i);
      b.letGo();
      b.heal();
      connectedAgain(b);
      b.type(A);
      b.close();
    },
  },
  {
    name: 'the quality of the picture',
    play: (b) => {
      connected(b);
      b.protocolMessage(setEncodings([ENCODING.raw, ENCODING.fence, QUALITY_6]));
      b.server(update([raw(CORNER)]));
      b.run(100);
      b.command({ type: 'focus', on: true });
      b.run(200);
      b.command({ type: 'full-quality' });
      b.run(1500);
      b.command({ type: 'focus', on: false });
      b.type(A);
      b.close();
    },
  },
  {
    name: 'control of a room',
    play: (b) => {
      inRoom(b);
      turns(b);
      b.grant();
      b.run(300);
      work(b);
      b.order({ type: 'watch' });
      b.run(100);
      b.type(A);
      b.order({ type: 'solo' });
      b.run(300);
      b.type(A);
      b.order({ type: 'watch' });
      b.type(B);
      b.run(100);
      b.grant();
      b.run(300);
      b.key(true, A);
      b.close();
    },
  },
  {
    name: 'control that an override is asked for',
    play: (b) => {
      inRoom(b);
      b.command({ type: 'override', reason: 'stop-motion' });
      b.type(A);
      b.grant();
      b.run(300);
      overridden(b);
      b.order({ type: 'drain', epoch: b.seat.epoch });
      work(b);
      b.heal();
      b.run(1000);
    },
  },
  {
    name: 'control of a connection that is only measured',
    options: { policy: policy({ mode: 'measure' }) },
    play: (b) => {
      inRoom(b);
      turns(b);
      b.close();
    },
  },
  {
    name: 'control of a stream that gets lost',
    play: (b) => {
      inRoom(b);
      b.grant();
      b.run(300);
      b.key(true, A);
      b.unreadable();
      b.grant();
      b.run(300);
      b.close();
    },
  },
  {
    name: 'control of a gate that failed',
    play: (b, faults) => {
      inRoom(b);
      b.grant();
      b.run(300);
      b.key(true, SHIFT);
      b.pointer(1, 50, 50);
      b.run(60);
      faults.armNext(INSIDE);
      b.key(true, A);
      b.run(300);
      // It cannot be given control now, and says so.
      b.grant();
      b.run(300);
      b.type(A);
      b.letGo();
      b.run(6000);
      b.grant();
      b.run(300);
      b.type(A);
    },
  },
  {
    name: 'a fault while a connection is only measured',
    options: { policy: policy({ mode: 'measure' }) },
    play: (b, faults) => {
      connected(b);
      work(b);
      b.pointer(1, 50, 50);
      faults.armNext(INSIDE);
      b.pointer(0, 60, 60);
      b.run(1000);
      work(b);
      b.close();
    },
  },
];
