/** A value that is drawn: whoever draws it is told when it became another. */
export class Held<T> {
  #value: T;

  constructor(
    value: T,
    private readonly onChange: () => void,
  ) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    this.onChange();
  }
}
