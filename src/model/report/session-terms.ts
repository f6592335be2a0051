import { type Decoder, number, object } from '../decode/decode.ts';
import type { OpinionTerms } from '../measure/quantities/mean-opinion.ts';
import type { ExperienceReading } from '../measure/quantities/model-reading.ts';

/** What the estimate lost to what, on average over the seconds of a session: the re-fit needs it beside the rating. */
export class SessionTerms {
  #seconds = 0;
  #sum: OpinionTerms = { delay: 0, freeze: 0, retry: 0 };

  /** A second in which the session was used, or in trouble. */
  add({ tight, delayTerm, freezeTerm, retryTerm }: ExperienceReading): void {
    if (tight === null) return;
    this.#seconds += 1;
    const { delay, freeze, retry } = this.#sum;
    this.#sum = { delay: delay + delayTerm, freeze: freeze + freezeTerm, retry: retry + retryTerm };
  }

  /** null: no second had an estimate. */
  get mean(): OpinionTerms | null {
    const seconds = this.#seconds;
    if (seconds === 0) return null;
    const { delay, freeze, retry } = this.#sum;
    return { delay: delay / seconds, freeze: freeze / seconds, retry: retry / seconds };
  }
}

const term = number(-Number.MAX_VALUE, Number.MAX_VALUE);

export const opinionTermsDecoder: Decoder<OpinionTerms> = object<OpinionTerms>({
  delay: term,
  freeze: term,
  retry: term,
});
