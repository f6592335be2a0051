import type { ModelReading, SeriesRow } from '../../src/model/measure/quantities/model-reading.ts';
import type { Rating, RatingValue } from '../../src/model/report/rating.ts';
import type { Analysis, AnalystView } from '../../src/ui/analyst/analyst-view.ts';
import { readingOf, rowsOf } from '../support/reading-of.ts';

/** An analyst whose words the test sets. */
export class FakeAnalyst implements AnalystView {
  reading: ModelReading = readingOf();
  trail: readonly SeriesRow[] = rowsOf(120);
  mayRate = false;
  rating: Rating | null = null;
  asked: string | null = null;
  readonly rated: (readonly [connection: string, value: RatingValue])[] = [];
  readonly #listeners = new Set<() => void>();

  analysis(): Analysis {
    const { reading, trail, mayRate, rating } = this;
    return { reading, trail, mayRate, rating };
  }

  rows(): readonly SeriesRow[] {
    return this.trail;
  }

  wallOffsetMs(): number {
    return 0;
  }

  rate(connection: string, value: RatingValue): void {
    this.rated.push([connection, value]);
    this.rating = { value, wallMs: 0 };
    this.asked = null;
    this.tell();
  }

  facts = async (): Promise<null> => null;

  dismiss(): void {
    this.asked = null;
    this.tell();
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  ask(connection: string): void {
    this.asked = connection;
    this.tell();
  }
}
