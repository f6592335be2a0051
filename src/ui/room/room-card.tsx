import type { JSX } from 'preact';
import type { RoomStatus } from '../../model/port/room-view.ts';
import { PressButton } from '../safety/press-button.tsx';
import { keyOf } from '../verdict-words.ts';
import { isolated } from './person.ts';
import type { Line } from './room-words.ts';

/** Before and after a room: on the way in, over, or not begun. */
export function RoomCard(props: {
  readonly status: Exclude<RoomStatus, { type: 'in' }>;
  readonly say: (line: Line) => string;
  readonly nowMs: () => number;
  readonly onStart: (relayHost: string) => void;
  readonly onPanel: () => void;
  readonly onDismiss: () => void;
  readonly onLeave: () => void;
}): JSX.Element {
  const { status, say, nowMs } = props;
  const dismiss = (
    <PressButton
      key="dismiss"
      text={say({ key: status.type === 'none' ? 'uiRoomDecline' : 'uiDismiss' })}
      nowMs={nowMs}
      onPress={props.onDismiss}
    />
  );
  const panel = (key: string): JSX.Element => (
    <PressButton key="panel" text={say({ key })} nowMs={nowMs} onPress={props.onPanel} />
  );
  return (
    <section
      class="room-strip room-card"
      data-status={status.type}
      aria-label={say({ key: 'uiRoom' })}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onLeave();
      }}
    >
      {status.type !== 'none' && <Lines lines={statusLines(status)} say={say} />}
      {status.type === 'none' && <p>{say({ key: 'uiRoomNone' })}</p>}
      <div class="room-actions">
        {status.type === 'none' &&
          status.relays.map((host) => (
            <PressButton
              key={host}
              text={say({ key: 'uiRoomStartOn', words: [{ text: isolated(host) }] })}
              nowMs={nowMs}
              onPress={() => props.onStart(host)}
            />
          ))}
        {status.type === 'none' && panel('uiRoomByLink')}
        {status.type === 'joining' && panel('uiRoomPanel')}
        {status.type !== 'joining' && dismiss}
      </div>
    </section>
  );
}

/** What is so, and what comes next or can be done. */
export function statusLines(status: Extract<RoomStatus, { type: 'joining' | 'ended' }>): readonly Line[] {
  const host = { text: isolated(status.relayHost) };
  return status.type === 'joining'
    ? [
        { key: 'uiRoomJoining', words: [host] },
        { key: keyOf('uiRoomStage', status.stage), words: [host] },
      ]
    : [
        { key: keyOf('uiRoomEnded', status.reason), words: [host] },
        { key: keyOf('uiRoomNext', status.reason), words: [host] },
      ];
}

function Lines(props: {
  readonly lines: readonly Line[];
  readonly say: (line: Line) => string;
}): JSX.Element {
  const [first, ...others] = props.lines;
  return (
    <p>
      {first !== undefined && <strong>{props.say(first)}</strong>}
      {others.map((line) => (
        <span key={line.key}> {props.say(line)}</span>
      ))}
    </p>
  );
}
