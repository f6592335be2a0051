/** A picture this far from the pointer, in framebuffer pixels, still counts as an answer to a press there. */
const NEAR_PX = 64;
/** A press that no picture followed for so long had no visible effect, or the picture is lost. */
const NO_RESPONSE_MS = 3000;
/** Presses that wait at a time; a newer one is not timed. */
const MAX_WAITING = 16;

interface Waiting {
  /** null: a key, which may change the picture anywhere. */
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly atMs: number;
}

/**
 * T_resp: from a press to the first picture near its place. A click on nothing has none, so it says something about
 * what the user sees, never about the network: no gate depends on it (docs/model.md, "Response").
 *
 * @example
 * response.pressed({ x: 40, y: 40 }, 0);
 * response.picture(0, 0, 100, 100, 130, 40);
 * response.take(150).responseMs; // 130
 */
export class ResponseMeter {
  #waiting: Waiting[] = [];
  #responseMs: number | null = null;

  pressed(place: Waiting['place'], nowMs: number): void {
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push({ place, atMs: nowMs });
  }

  /** A rectangle arrived. What arrives sooner than a round trip after a press cannot be its effect. */
  picture(x: number, y: number, width: number, height: number, nowMs: number, baseMs: number | null): void {
    if (this.#waiting.length === 0) return;
    const soonestMs = nowMs - (baseMs ?? 0);
    this.#waiting = this.#waiting.filter(({ place, atMs }) => {
      const isNear =
        place === null ||
        (place.x >= x - NEAR_PX &&
          place.x < x + width + NEAR_PX &&
          place.y >= y - NEAR_PX &&
          place.y < y + height + NEAR_PX);
      if (!isNear || atMs > soonestMs) return true;
      this.#responseMs = nowMs - atMs;
      return false;
    });
  }

  /** What was seen since the last call. */
  take(nowMs: number): { readonly responseMs: number | null; readonly noResponse: number } {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter(({ atMs }) => nowMs - atMs <= NO_RESPONSE_MS);
    const responseMs = this.#responseMs;
    this.#responseMs = null;
    return { responseMs, noResponse: before - this.#waiting.length };
  }
}
