import type { JSX } from 'preact';
import type { RoomPanelState, RoomState } from '../../model/port/room-view.ts';
import { ChatBox } from './chat-box.tsx';
import { ChatList } from './chat-list.tsx';
import type { PanelTools } from './panel-tools.ts';
import { speaker } from './room-words.ts';

/** The room's talk. It is in the extension's own page and never in the instrument's. */
export function ChatPart(props: {
  readonly tools: PanelTools;
  readonly state: RoomPanelState;
  readonly room: RoomState;
}): JSX.Element {
  const { tools, state, room } = props;
  const say = speaker(tools.messages, room.people);
  const others = room.people.filter(({ isSelf, name }) => !isSelf && name !== '').map(({ name }) => name);
  const isEmpty = state.chat.length === 0;
  return (
    <section class="room-talk" aria-labelledby="room-talk-title">
      <div class="room-talk-head">
        <h2 id="room-talk-title">{say({ key: 'uiRoomChat' })}</h2>
        <div class="row">
          <button type="button" disabled={isEmpty} onClick={() => tools.exportChat('text')}>
            {say({ key: 'uiRoomExport' })}
          </button>
          <button type="button" disabled={isEmpty} onClick={() => tools.exportChat('json')}>
            {say({ key: 'uiReportJson' })}
          </button>
        </div>
      </div>
      {state.droppedChat > 0 && (
        <p class="hint">
          {say({ key: 'uiRoomDropped', words: [{ count: state.droppedChat }], plural: state.droppedChat })}
        </p>
      )}
      <ChatList
        tools={tools}
        say={say}
        entries={state.chat}
        unread={room.unread}
        names={[room.people.find(({ isSelf }) => isSelf)?.name ?? '', ...others]}
      />
      {room.lostMs !== null && <p class="hint">{say({ key: 'uiRoomChatLost' })}</p>}
      <ChatBox say={say} names={others} onSend={(text) => tools.act({ type: 'chat', text })} />
    </section>
  );
}
