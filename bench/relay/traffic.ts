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
}

export interface Traffic {
  /** Messages of content that were to arrive somewhere. */
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
  const listeners = talkers.map(({ socket }) => {
    const onMessage = (data: RawData) => {
      if (isTraffic(data)) arrived += 1;
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

/** By the boxes above: reading the JSON of each would cost more than the relay does. The flooder's boxes are others. */
function isTraffic(data: RawData): boolean {
  if (!Buffer.isBuffer(data) || data.length < 100) return false;
  const last = data[data.length - 3];
  return last === 0x50 || last === 0x57;
}
