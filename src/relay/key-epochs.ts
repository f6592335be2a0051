/** So many numbers are kept ahead: a roster seldom waits for the disk because of its number. */
const RESERVED = 64;

/**
 * Numbers of a room's keys. They grow, and none comes twice, also after a crash: no number is told beyond those that
 * are kept as used up. Only the first ones of a relay's life are told while the disk is still writing.
 */
export class KeyEpochs {
  #current: number;
  #reserved: number;

  /** @param kept what an earlier relay had reserved; 0: there was none */
  constructor(kept: number, wallMs: number) {
    // Of an earlier room of this name nothing may have been kept but its members' memory.
    this.#current = Math.max(Math.floor(wallMs / 1000), kept + 1);
    this.#reserved = this.#current + RESERVED;
  }

  get current(): number {
    return this.#current;
  }

  /** What is to be kept. */
  get reserved(): number {
    return this.#reserved;
  }

  /** @returns whether more had to be reserved: then the new number may be told when that is kept */
  advance(): boolean {
    this.#current += 1;
    if (this.#current <= this.#reserved) return false;
    this.#reserved = this.#current + RESERVED;
    return true;
  }
}
