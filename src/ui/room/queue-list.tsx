import type { JSX } from 'preact';
import type { DenyReason } from '../../model/control/lock-command.ts';
import type { RoomAct } from '../../model/port/room-command.ts';
import type { MemberId } from '../../model/room/member.ts';
import { PressButton } from '../safety/press-button.tsx';
import { keyOf } from '../verdict-words.ts';
import type { ControlView } from './control-view.ts';
import { Disclosure } from './disclosure.tsx';
import type { Line } from './room-words.ts';

export const DENY_REASONS = [
  'acquiring',
  'not-now',
  'not-trained',
  'other',
] as const satisfies readonly DenyReason[];

/** Who waits for control, in order. Who may decide sends a request back, or changes the order. */
export function QueueList(props: {
  readonly view: ControlView;
  readonly say: (line: Line) => string;
  readonly nowMs: () => number;
  readonly act: (act: RoomAct) => void;
}): JSX.Element | null {
  const { view, say, nowMs, act } = props;
  const { queue, rights } = view;
  if (queue.length === 0) return null;
  const move = (key: string, member: MemberId, to: number): JSX.Element => (
    <button
      type="button"
      class="press"
      aria-label={say({ key, words: [{ member }] })}
      title={say({ key, words: [{ member }] })}
      onClick={() => act({ type: 'move', member, to })}
    >
      {to < queue.findIndex((each) => each.member === member) ? '↑' : '↓'}
    </button>
  );
  return (
    <div class="room-queue">
      <p aria-hidden="true">{say({ key: 'uiRoomQueue' })}</p>
      <ol aria-label={say({ key: 'uiRoomQueue' })}>
        {queue.map(({ member, place, isSelf, waitingMs }) => (
          <li key={member}>
            <span class="room-who">
              {say({ key: isSelf ? 'uiRoomYou' : 'uiRoomName', words: [{ member }] })}{' '}
              <span class="quiet">{say({ key: 'uiRoomWaiting', words: [{ ms: waitingMs }] })}</span>
            </span>
            {rights.steer && place > 1 && move('uiRoomMoveUp', member, place - 2)}
            {rights.steer && place < queue.length && move('uiRoomMoveDown', member, place)}
            {rights.deny && !isSelf && (
              <Disclosure
                label={say({ key: 'uiRoomDeny' })}
                name={say({ key: 'uiRoomDenyOf', words: [{ member }] })}
              >
                {(close) =>
                  DENY_REASONS.map((reason) => (
                    <PressButton
                      key={reason}
                      text={say({ key: keyOf('uiRoomDeny', reason) })}
                      nowMs={nowMs}
                      onPress={() => {
                        act({ type: 'deny', member, reason });
                        close();
                      }}
                    />
                  ))
                }
              </Disclosure>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
