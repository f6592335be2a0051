import { type RawData, WebSocket } from 'ws';

/** Of a pointer with its tag, in base64url. */
const POINTER_BOX = 'P'.repeat(96);
/** Of a short line of chat. */
const WORD_BOX = 'W'.repeat(240);
const POINTER_MS = 100;
/** In every so many pointers, a word: once in 2 s, and none of them may be lost. */
const WORD_EVERY = 20;

/** What the sender of content needs: a socket that is in its room. */
export interface Talker {
  readonly socket: WebSocket;
  readonly room: number;
  /** As it stands before what it showed itself, where that comes back to it; null: it does not. */
  readonly ownMark: Buffer | null;
}

export interface Traffic {
  /** Pointers and words that were to arrive somewhere. */
  readonly due: () => number;
  readonly arrived: () => number;
  readonly stop: () => void;
}

/** Everybody points at 10 Hz, not all at once, and now and then says a word. */
export function startTraffic(talkers: readonly Talker[]): Traffic {
  const sizes = new Map<number, number>();
  for (const { room } of talkers) sizes.set(room, (sizes.get(room) ?? 0) + 1);
  let due = 0;
  let arrived = 0;
  const listeners = talkers.map(({ socket, ownMark }) => {
    const onMessage = (data: RawData) => {
      arrived += contentOf(data, ownMark);
    };
    socket.on('message', onMessage);
    return () => socket.off('message', onMessage);
  });
  const starts: NodeJS.Timeout[] = [];
  const timers: NodeJS.Timeout[] = [];
  talkers.forEach(({ socket, room }, index) => {
    let seq = 0;
    const others = (sizes.get(room) ?? 1) - 1;
    const talk = () => {
      if (socket.readyState !== WebSocket.OPEN) return;
      seq += 1;
      const isWord = seq % WORD_EVERY === 0;
      socket.send(
        JSON.stringify(
          isWord
            ? { type: 'say', to: null, keyEpoch: 1, seq, box: WORD_BOX }
            : { type: 'show', keyEpoch: 1, seq, box: POINTER_BOX },
        ),
      );
      due += others;
    };
    starts.push(
      setTimeout(() => timers.push(setInterval(talk, POINTER_MS)), (index * POINTER_MS) / talkers.length),
    );
  });
  return {
    due: () => due,
    arrived: () => arrived,
    stop: () => {
      for (const timer of [...starts, ...timers]) clearInterval(timer);
      // What is under way still arrives, and is counted, for as long as its socket is open.
      setTimeout(() => {
        for (const forget of listeners) forget();
      }, 5000).unref();
    },
  };
}

const SHOWN_MARK = Buffer.from(`"box":"${POINTER_BOX.slice(0, 8)}`);

/**
 * Pointers and words of others in one message, by the boxes above: reading the JSON of each would cost more than the
 * relay does. The flooder's boxes are others.
 */
function contentOf(data: RawData, ownMark: Buffer | null): number {
  if (!Buffer.isBuffer(data) || data.length < 100) return 0;
  // The type's second letter: of show and shown, of say and said.
  if (data[10] === 0x68) return timesIn(data, SHOWN_MARK) - (ownMark === null ? 0 : timesIn(data, ownMark));
  return data[10] === 0x61 && data[data.length - 3] === 0x57 ? 1 : 0;
}

function timesIn(data: Buffer, mark: Buffer): number {
  let times = 0;
  for (let at = data.indexOf(mark); at >= 0; at = data.indexOf(mark, at + mark.length)) times += 1;
  return times;
}
