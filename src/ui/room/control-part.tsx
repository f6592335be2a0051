import type { JSX } from 'preact';
import type { RoomState } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import { MainButtons, MoreButtons } from './control-buttons.tsx';
import { controlView } from './control-view.ts';
import { NoteList } from './note-list.tsx';
import type { PanelTools } from './panel-tools.ts';
import { QueueList } from './queue-list.tsx';
import { notesOf } from './room-notes.ts';
import { speaker } from './room-words.ts';
import { Sign } from './sign.tsx';
import { useTicking } from './ticking.ts';

/** Who has control and what one can do about it: the same as on the picture, with more room. */
export function ControlPart(props: {
  readonly tools: PanelTools;
  readonly room: RoomState;
  readonly heardAtMs: number;
  readonly former: MemberId | null;
}): JSX.Element {
  const { tools, room, heardAtMs, former } = props;
  useTicking(500);
  const { nowMs, act } = tools;
  const say = speaker(tools.messages, room.people);
  const sinceMs = Math.max(0, nowMs() - heardAtMs);
  const view = controlView(room, sinceMs, null);
  const notes = notesOf(room, view.headline, { sinceMs, ignoredMs: null, former });
  const buttons = { view, say, nowMs, act };
  return (
    <section class="room-control" data-sign={view.sign} aria-label={say({ key: 'uiRoomControl' })}>
      <p class="room-holder" role="status">
        <Sign name={view.sign} />
        <strong>{say(view.headline)}</strong>
      </p>
      {view.countdown !== null && <p class="hint">{say(view.countdown)}</p>}
      <p class="room-mode">
        <Sign name={view.mode} />
        <span>{say({ key: view.mode === 'watch' ? 'uiRoomWatchingHint' : 'uiRoomOperatingHint' })}</span>
      </p>
      <div class="row">
        <MainButtons {...buttons} />
        <MoreButtons {...buttons} />
      </div>
      <QueueList {...buttons} />
      <NoteList notes={notes} say={say} />
    </section>
  );
}
