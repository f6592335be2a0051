/** MessageEvent as browsers have it: Node's cannot be cancelled. */
export class PageMessageEvent extends Event {
  readonly #init: MessageEventInit;

  constructor(type: string, init: MessageEventInit = {}) {
    super(type, init);
    this.#init = init;
  }

  get data(): unknown {
    return this.#init.data as unknown;
  }

  get origin(): string {
    return this.#init.origin ?? '';
  }

  get ports(): readonly MessagePort[] {
    return this.#init.ports ?? [];
  }
}

/** MessageChannel as browsers have it: its ports are getters of the prototype. */
export class PageMessageChannel {
  readonly #channel = new MessageChannel();

  get port1(): MessagePort {
    return this.#channel.port1;
  }

  get port2(): MessagePort {
    return this.#channel.port2;
  }
}
