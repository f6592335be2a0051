/** Everything a relay counts. Numbers only: no room, no member and no address is in them. */
const COUNTERS = {
  connections: 'WebSocket connections accepted',
  refused_origins: 'upgrades refused for their origin',
  refused_upgrades: 'upgrades refused because the relay has as many connections as it takes',
  messages_in: 'messages read',
  deliveries: 'messages written, one for each connection',
  shows_dropped: 'pointer messages left out for slow readers',
  refused_rate: 'messages refused for their rate',
  bad_messages: 'messages that were malformed, binary or too large',
  cut_flood: 'connections cut for flooding',
  cut_slow: 'connections cut for reading too slowly',
  cut_dead: 'connections cut because they did not answer a ping',
  bad_tokens: 'hellos with a token or keys that were not right',
  rooms_began: 'rooms begun',
  rooms_ended: 'rooms ended',
  rooms_restored: 'rooms restored',
  store_writes: 'writes of rooms',
  store_failures: 'writes of rooms that failed',
  faults: 'faults of the relay itself',
} as const;

export type Counter = keyof typeof COUNTERS;

export class Metrics {
  readonly #counts = new Map<Counter, number>();

  add(counter: Counter, amount = 1): void {
    this.#counts.set(counter, this.of(counter) + amount);
  }

  of(counter: Counter): number {
    return this.#counts.get(counter) ?? 0;
  }

  /** In the text format of Prometheus. `gauges`: what is so at the moment, by name. */
  text(gauges: Readonly<Record<string, number>>): string {
    const lines: string[] = [];
    for (const [name, help] of Object.entries(COUNTERS)) {
      const counter = `rice_relay_${name}_total`;
      // Object.entries forgets the names that the table has just given.
      lines.push(`# HELP ${counter} ${help}`, `# TYPE ${counter} counter`);
      lines.push(`${counter} ${this.of(name as Counter)}`);
    }
    for (const [name, value] of Object.entries(gauges)) {
      lines.push(`# TYPE rice_relay_${name} gauge`, `rice_relay_${name} ${value}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
