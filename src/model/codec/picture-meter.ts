import { LADDER, type QualityLevel } from './quality-level.ts';

/**
 * Bytes of a picture at each rung of the ladder, as parts of those at 6: JPEG of microscope-like noise, TigerVNC,
 * 640 x 480 (docs/quality-law.md). Only where to begin: what is seen corrects it.
 */
const PRIOR: readonly number[] = [0.16, 0.31, 0.41, 0.62, 1, 1.24, 1.56, 3.06];
/** How far what is seen may lead away from the prior: a level says something about bytes everywhere. */
const MAX_CORRECTION = 2;
/** Of a ratio that was seen, on a logarithmic scale: pictures change by themselves, too. */
const CORRECTION_GAIN = 0.5;
/** What came so long ago counts 1/e. */
const TAU_MS = 10_000;
/** So many pixels on either side of a change, in two recent updates, tell what it did: most of a small screen. */
const ENOUGH_PIXELS = 300_000;
const ENOUGH_UPDATES = 1.5;
/** The usual update is known from about so many of its size. */
const KNOWING_UPDATES = 5;
/**
 * A change by this many rungs shows on any JPEG. One that changes the bytes by less than the first share did nothing, one
 * that changes them by the second, and as it should, did something: what lies between may be the picture itself.
 */
const TELLING_RUNGS = 2;
const NO_EFFECT_SHARE = 0.1;
const EFFECT_SHARE = 0.2;
/** That a change did nothing may have been for what was on the screen: tried again after so long. */
const NO_EFFECT_MS = 300_000;

/** Sums over recent updates. */
interface Sums {
  readonly bytes: number;
  readonly pixels: number;
  readonly updates: number;
}

const NOTHING: Sums = { bytes: 0, pixels: 0, updates: 0 };

/** What changes of the level have been seen to do to the bytes of a pixel. */
export type SeenEffect = 'unknown' | 'works' | 'none';

/** How large pictures are at each level: from the updates at the level in force, and ratios learned at changes. */
export class PictureMeter {
  #ratios: readonly number[] = PRIOR;
  #rung = 0;
  #sums = NOTHING;
  #atMs = 0;
  /** At the rung before, until the change has been judged. */
  #before: (Sums & { readonly rung: number }) | null = null;
  /** Of the usual update at the rung in force, carried over changes. */
  #usualBytes = 0;
  #seen: SeenEffect = 'unknown';
  #seenAtMs = 0;

  seen(nowMs: number): SeenEffect {
    return this.#seen === 'none' && nowMs - this.#seenAtMs > NO_EFFECT_MS ? 'unknown' : this.#seen;
  }

  /** F at a level: bytes of the usual update. Weighed by bytes, for it is the large ones that fill a link. */
  bytesAt(level: QualityLevel): number {
    return (this.#usualBytes * this.#ratioOf(rungOf(level))) / this.#ratioOf(this.#rung);
  }

  /** Updates that begin from now on are of this level, on the ladder or between its rungs. */
  changed(level: number, nowMs: number): void {
    const rung = rungOf(level);
    if (rung === this.#rung) return;
    this.#decay(nowMs);
    this.#usualBytes *= this.#ratioOf(rung) / this.#ratioOf(this.#rung);
    // A change soon after another leaves nothing to compare with, but what was before both.
    if (isEnough(this.#sums)) this.#before = { ...this.#sums, rung: this.#rung };
    this.#rung = rung;
    this.#sums = NOTHING;
  }

  /** A whole update came. Those that are only signs have no pixels. */
  update(bytes: number, pixels: number, nowMs: number): void {
    if (pixels === 0) return;
    this.#decay(nowMs);
    const sums = this.#sums;
    this.#sums = {
      bytes: sums.bytes + bytes,
      pixels: sums.pixels + pixels,
      updates: sums.updates + 1,
    };
    const usual = this.#usualBytes;
    this.#usualBytes += (bytes - usual) * Math.min(1, bytes / (KNOWING_UPDATES * Math.max(1, usual)));
    if (isEnough(this.#sums)) this.#compare(nowMs);
  }

  /** Learns anew whether the level has an effect. */
  forget(): void {
    this.#seen = 'unknown';
    this.#before = null;
  }

  #compare(nowMs: number): void {
    const before = this.#before;
    if (before === null || before.rung === this.#rung) return;
    this.#before = null;
    const share = (this.#sums.bytes * before.pixels) / (this.#sums.pixels * before.bytes);
    const seen = effectOf(this.#rung - before.rung, share);
    if (seen !== 'unknown') {
      this.#seen = seen;
      this.#seenAtMs = nowMs;
    }
    const was = this.#ratioOf(this.#rung);
    const prior = PRIOR[this.#rung] ?? 1;
    const learned = was * ((share * this.#ratioOf(before.rung)) / was) ** CORRECTION_GAIN;
    const bounded = Math.min(Math.max(learned, prior / MAX_CORRECTION), prior * MAX_CORRECTION);
    // More quality is never fewer bytes.
    this.#ratios = this.#ratios.map((ratio, rung) => {
      if (rung === this.#rung) return bounded;
      return rung < this.#rung ? Math.min(ratio, bounded) : Math.max(ratio, bounded);
    });
  }

  #ratioOf(rung: number): number {
    return this.#ratios[rung] ?? 1;
  }

  #decay(nowMs: number): void {
    const keep = Math.exp(-Math.max(0, nowMs - this.#atMs) / TAU_MS);
    this.#atMs = nowMs;
    const { bytes, pixels, updates } = this.#sums;
    this.#sums = {
      bytes: bytes * keep,
      pixels: pixels * keep,
      updates: updates * keep,
    };
  }
}

/** The highest rung of the ladder that is not above a level. */
export function rungOf(level: number): number {
  return Math.max(0, LADDER.filter((each) => each <= level).length - 1);
}

/** What a change by so many rungs did, after which a pixel has this share of its bytes. */
function effectOf(rungs: number, share: number): SeenEffect {
  if (Math.abs(rungs) < TELLING_RUNGS) return 'unknown';
  if (Math.abs(share - 1) < NO_EFFECT_SHARE) return 'none';
  const fallen = 1 - (rungs < 0 ? share : 1 / share);
  return fallen >= EFFECT_SHARE ? 'works' : 'unknown';
}

function isEnough({ pixels, updates }: Sums): boolean {
  return pixels >= ENOUGH_PIXELS && updates >= ENOUGH_UPDATES;
}
