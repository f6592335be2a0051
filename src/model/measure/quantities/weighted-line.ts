/** A straight line through samples of which older ones count less, and how sure its slope is. */
export interface LineFit {
  readonly slope: number;
  readonly standardError: number;
  /** Samples that the weights amount to. */
  readonly effectiveCount: number;
  /** Standard deviation of x. */
  readonly spread: number;
}

/**
 * Recursive least squares of y on x with an intercept, where each sample's weight falls by `keep` with every new
 * one. Kept as centred moments, not as the inverse matrix of the textbook: that one grows without bound while x does
 * not vary, which in a calm session is for hours.
 */
export class WeightedLine {
  readonly #keep: number;
  #weight = 0;
  #weightSquared = 0;
  #meanX = 0;
  #meanY = 0;
  #xx = 0;
  #xy = 0;
  #yy = 0;
  /** Mean and moment of x under the squared weights: the variance of a weighted slope needs them. */
  #meanXSquared = 0;
  #xxSquared = 0;
  #last: { readonly x: number; readonly rest: number } | null = null;
  #lagX = 0;
  #rest = 0;
  #lagRest = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(x: number, y: number): void {
    const keep = this.#keep;
    this.#weight = keep * this.#weight + 1;
    this.#weightSquared = keep * keep * this.#weightSquared + 1;
    const offX = x - this.#meanX;
    const offY = y - this.#meanY;
    this.#meanX += offX / this.#weight;
    this.#meanY += offY / this.#weight;
    const fromX = x - this.#meanX;
    this.#xx = settled(keep * this.#xx + offX * fromX);
    this.#xy = settled(keep * this.#xy + offX * (y - this.#meanY));
    this.#yy = settled(keep * this.#yy + offY * (y - this.#meanY));
    const offSquared = x - this.#meanXSquared;
    this.#meanXSquared += offSquared / this.#weightSquared;
    this.#xxSquared = settled(keep * keep * this.#xxSquared + offSquared * (x - this.#meanXSquared));
    const rest = y - this.#meanY - this.#slope * fromX;
    this.#lagX = settled(keep * this.#lagX + fromX * (this.#last?.x ?? 0));
    this.#rest = settled(keep * this.#rest + rest * rest);
    this.#lagRest = settled(keep * this.#lagRest + rest * (this.#last?.rest ?? 0));
    this.#last = { x: fromX, rest };
  }

  /** null: x has not varied, or there are fewer than three samples. */
  fit(): LineFit | null {
    const effectiveCount = this.#weight ** 2 / Math.max(this.#weightSquared, 1e-12);
    if (this.#xx <= 1e-9 || effectiveCount < 3) return null;
    const slope = this.#slope;
    const residual = Math.max(0, this.#yy - slope * this.#xy);
    const variance = ((residual / this.#weight) * effectiveCount) / (effectiveCount - 2);
    // Sum of w^2 (x - mean)^2, about the mean of the line.
    const around = this.#xxSquared + this.#weightSquared * (this.#meanXSquared - this.#meanX) ** 2;
    const standardError = Math.sqrt(variance * around * this.#inflation) / this.#xx;
    return { slope, standardError, effectiveCount, spread: Math.sqrt(this.#xx / this.#weight) };
  }

  get #slope(): number {
    return this.#xx <= 1e-9 ? 0 : this.#xy / this.#xx;
  }

  /** Neighbouring samples are alike, so there are fewer of them than they seem (Bartlett's formula at lag one). */
  get #inflation(): number {
    const alikeX = this.#xx <= 1e-9 ? 0 : this.#lagX / this.#xx;
    const alikeRest = this.#rest <= 1e-12 ? 0 : this.#lagRest / this.#rest;
    const both = Math.min(0.95, Math.max(0, alikeX * alikeRest));
    return (1 + both) / (1 - both);
  }
}

/** Numbers too small to matter become nothing before they become slow to compute with. */
function settled(value: number): number {
  return Math.abs(value) < 1e-30 ? 0 : value;
}
