/** What somebody waits for: something to be seen, or a time at the latest. */
export interface Wait {
  readonly untilMs: number;
  /** Asked whenever there is something to see. */
  readonly sees?: () => boolean;
}

/** What somebody does, one wait after the other. */
export type Script<T = void> = Generator<Wait, T, void>;
