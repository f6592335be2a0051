import type { JSX } from 'preact';
import { Disclosure } from './disclosure.tsx';
import type { PanelTools } from './panel-tools.ts';
import { speaker } from './room-words.ts';

/** The ways out; each asks once more. */
export function LeavePart(props: { readonly tools: PanelTools; readonly isOwner: boolean }): JSX.Element {
  const { tools, isOwner } = props;
  const say = speaker(tools.messages, []);
  const way = (key: string, type: 'leave' | 'end-room'): JSX.Element => (
    <Disclosure label={say({ key })}>
      {(close) => (
        <>
          <p>{say({ key: `${key}Hint` })}</p>
          <button type="button" class="danger" onClick={() => tools.act({ type })}>
            {say({ key: `${key}Yes` })}
          </button>
          <button type="button" onClick={close}>
            {say({ key: 'uiRoomStay' })}
          </button>
        </>
      )}
    </Disclosure>
  );
  return (
    <div class="row room-leave">
      {way('uiRoomLeave', 'leave')}
      {isOwner && way('uiRoomEnd', 'end-room')}
    </div>
  );
}
