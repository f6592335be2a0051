import type { Bin } from '../bin.ts';
import { meanOpinion, type OpinionSight, opinionTerms } from './mean-opinion.ts';
import type { ExperienceReading } from './model-reading.ts';
import type { Presence } from './presence.ts';
import { quantileOf } from './quartiles.ts';
import { Recent } from './recent.ts';
import { SessionScore } from './session-score.ts';

const WINDOW_SECONDS = 10;
const QUANTILE = 0.75;
/** A second belongs to the use of the session so long after the last input. */
const USE_MS = 10_000;

/** So many of the newest presses say whether a picture usually follows one, from {@link MIN_PRESSES} on. */
const PRESSES = 20;
const MIN_PRESSES = 5;
/** As where no probe is answered (measure/thresholds.ts, PASSIVE_RESPONSE_RATIO). */
const ANSWERED_SHARE = 0.8;

/**
 * q_mos (eq. 6) second by second and for the session. Response times feed it and nothing else: a slow instrument is
 * no bad network, but the user waits all the same. A press that nothing answers is no response time at all, and where
 * most have no answer, the picture that comes after some of them was not theirs.
 */
export class Experience {
  readonly #responses = new Recent<number>(WINDOW_SECONDS);
  readonly #sessionTight = new SessionScore();
  readonly #sessionLoose = new SessionScore();
  readonly #answered = new Recent<boolean>(PRESSES);
  #pathMs = 0;
  #pathLengthMs = 0;
  #responseMs: number | null = null;
  #sight: OpinionSight | null = null;

  add(bin: Bin): void {
    if (bin.noData) return;
    if (bin.effectiveMs !== null && bin.lengthMs > 0) {
      this.#pathMs += bin.effectiveMs * bin.lengthMs;
      this.#pathLengthMs += bin.lengthMs;
    }
    for (let missed = 0; missed < Math.min(bin.noResponse, PRESSES); missed++) this.#answered.push(false);
    if (bin.responseMs === null) return;
    this.#answered.push(true);
    this.#responseMs = Math.max(this.#responseMs ?? 0, bin.responseMs);
  }

  /** A second is over. */
  second(bin: Bin, presence: Presence): void {
    const pathMs = this.#pathLengthMs > 0 ? this.#pathMs / this.#pathLengthMs : null;
    const responseMs = this.#isAnswered ? this.#responseMs : null;
    this.#pathMs = 0;
    this.#pathLengthMs = 0;
    this.#responseMs = null;
    if (bin.noData || (pathMs === null && responseMs === null)) {
      this.#sight = null;
      return;
    }
    this.#responses.push(Math.max(pathMs ?? 0, responseMs ?? 0));
    const ascending = [...this.#responses.values].sort((a, b) => a - b);
    this.#sight = {
      responseMs: quantileOf(ascending, QUANTILE) ?? 0,
      frozenRatio: bin.frozenRatio,
      freezes: bin.freezes,
      retryRatio: bin.retryRatio,
    };
    const isTrouble = bin.state !== 'idle' && bin.state !== 'stable';
    if (presence.sinceInputMs > USE_MS && !isTrouble) return;
    this.#sessionTight.add(meanOpinion(opinionTerms(this.#sight, 'tight')));
    this.#sessionLoose.add(meanOpinion(opinionTerms(this.#sight, 'loose')));
  }

  get reading(): ExperienceReading {
    const sight = this.#sight;
    const tight = sight === null ? null : opinionTerms(sight, 'tight');
    return {
      tight: tight === null ? null : meanOpinion(tight),
      loose: sight === null ? null : meanOpinion(opinionTerms(sight, 'loose')),
      delayTerm: tight?.delay ?? 0,
      freezeTerm: tight?.freeze ?? 0,
      retryTerm: tight?.retry ?? 0,
      sessionTight: this.#sessionTight.reading,
      sessionLoose: this.#sessionLoose.reading,
    };
  }

  get #isAnswered(): boolean {
    const { values } = this.#answered;
    const answered = values.filter((each) => each).length;
    return values.length >= MIN_PRESSES && answered >= ANSWERED_SHARE * values.length;
  }
}
