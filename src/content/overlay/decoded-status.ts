import { type Problem, run } from '../../model/decode/decode.ts';
import type { RoomStatus } from '../../model/port/room-view.ts';
import { roomStatusDecoder } from '../../model/port/room-view-decoder.ts';
import type { LinkRoom } from '../link/handoff.ts';

/**
 * Calls the listener now and with each status of the room that can be read; null: no room. Returns the way to stop.
 * @param part is named where one cannot
 */
export function onRoomStatus(
  room: Pick<LinkRoom, 'subscribe'>,
  part: string,
  listener: (status: RoomStatus | null) => void,
): () => void {
  return room.subscribe((input) => {
    if (input === null) {
      listener(null);
      return;
    }
    const status = run(roomStatusDecoder, input);
    if (status.ok) listener(status.value);
    else complain(part, status.problems);
  });
}

/** Something of the room could not be read. */
export function complain(part: string, problems: readonly Problem[]): void {
  console.warn(`[${part}] ${JSON.stringify(problems.slice(0, 3))}`);
}
