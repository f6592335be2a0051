import type { FromMember, FromRelay } from '../model/room/room-message.ts';
import type { RoomPort } from './room-port.ts';
import type { RoomVoice } from './room-voice.ts';
import type { Seat } from './seats.ts';
import { ShowBatch } from './show-batch.ts';

export type Talk = Extract<FromMember, { readonly type: 'keys' | 'say' | 'show' }>;

export interface RoomTalkOptions {
  readonly port: Pick<RoomPort, 'later' | 'nowMs'>;
  readonly voice: RoomVoice;
  readonly keyEpoch: () => number;
}

/** What members say to each other: passed on unread. */
export class RoomTalk {
  readonly #options: RoomTalkOptions;
  readonly #batch: ShowBatch;

  constructor(options: RoomTalkOptions) {
    this.#options = options;
    const { port, voice } = options;
    const { nowMs, later } = port;
    this.#batch = new ShowBatch({ nowMs, later, send: (entries) => voice.shown(entries) });
  }

  passOn(seat: Seat, message: Talk): void {
    const { voice } = this.#options;
    const from = seat.id;
    switch (message.type) {
      case 'keys':
        // Of an epoch that is over: whoever made it makes the next one too.
        if (message.keyEpoch === this.#options.keyEpoch())
          voice.others(seat, { ...message, from }, 'content');
        return;
      case 'show': {
        const { keyEpoch, seq, box } = message;
        this.#batch.add({ from, keyEpoch, seq, box });
        return;
      }
      case 'say': {
        const { to, keyEpoch, seq, box } = message;
        const said: FromRelay = { type: 'said', from, keyEpoch, seq, box };
        if (to === null) voice.others(seat, said, 'content');
        else if (!voice.to(to, said, 'content')) voice.refuse(from, 'say', 'no-such-member');
        return;
      }
      default:
        message satisfies never;
    }
  }

  /** What was shown so far goes out: who is here changes, and it is for those who were here, by those who were. */
  flush(): void {
    this.#batch.flush();
  }

  stop(): void {
    this.#batch.stop();
  }
}
