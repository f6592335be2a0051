import type { JSX } from 'preact';
import type { RoomAct } from '../../model/port/room-command.ts';
import { PressButton } from '../safety/press-button.tsx';
import type { ControlView } from './control-view.ts';
import { Disclosure } from './disclosure.tsx';
import type { Line } from './room-words.ts';

export interface ControlButtonsProps {
  readonly view: ControlView;
  readonly say: (line: Line) => string;
  readonly nowMs: () => number;
  readonly act: (act: RoomAct) => void;
}

/** What one may most likely want now: to pass on to who waits, to ask, to take what is offered, to wait no longer. */
export function MainButtons({ view, say, nowMs, act }: ControlButtonsProps): JSX.Element {
  const { rights, place } = view;
  const next = rights.giveAway ? view.candidates.find(({ id }) => id === view.queue[0]?.member) : undefined;
  return (
    <>
      {next !== undefined && (
        <PressButton
          key={`next ${next.id}`}
          text={say({ key: 'uiRoomPassNext', words: [{ member: next.id }] })}
          nowMs={nowMs}
          onPress={() => act({ type: 'pass', to: next.id })}
        />
      )}
      {rights.answer && (
        <span class="room-main" key="answer">
          <PressButton
            key="accept"
            text={say({ key: 'uiRoomAccept' })}
            nowMs={nowMs}
            onPress={() => act({ type: 'accept' })}
          />
        </span>
      )}
      {rights.answer && (
        <PressButton
          key="decline"
          text={say({ key: 'uiRoomDecline' })}
          nowMs={nowMs}
          onPress={() => act({ type: 'decline' })}
        />
      )}
      {rights.ask && (
        <PressButton
          key="ask"
          text={say({ key: 'uiRoomAsk' })}
          nowMs={nowMs}
          onPress={() => act({ type: 'ask' })}
        />
      )}
      {rights.withdraw && place !== null && (
        <>
          <span class="room-place">{say({ key: 'uiRoomPlace', words: [{ count: place }] })}</span>
          <PressButton
            key="withdraw"
            text={say({ key: 'uiRoomWithdraw' })}
            nowMs={nowMs}
            onPress={() => act({ type: 'withdraw' })}
          />
        </>
      )}
    </>
  );
}

/** Everything else one may do about control. */
export function MoreButtons({ view, say, nowMs, act }: ControlButtonsProps): JSX.Element {
  const { rights, mode, keepsIdle, candidates } = view;
  const press = (key: string, onPress: () => void): JSX.Element => (
    <PressButton key={key} text={say({ key })} nowMs={nowMs} onPress={onPress} />
  );
  const waiting = new Set(view.queue.map(({ member }) => member));
  return (
    <div class="room-actions">
      {rights.giveAway && (
        <Disclosure label={say({ key: 'uiRoomPass' })}>
          {(close) =>
            candidates.length === 0 ? (
              <p>{say({ key: 'uiRoomPassNobody' })}</p>
            ) : (
              candidates.map(({ id }) => (
                <PressButton
                  key={id}
                  text={say({ key: waiting.has(id) ? 'uiRoomWaits' : 'uiRoomName', words: [{ member: id }] })}
                  nowMs={nowMs}
                  onPress={() => {
                    act({ type: 'pass', to: id });
                    close();
                  }}
                />
              ))
            )
          }
        </Disclosure>
      )}
      {rights.giveAway && press('uiRoomRelease', () => act({ type: 'release' }))}
      {rights.take && press('uiRoomTake', () => act({ type: 'take' }))}
      {rights.freeze && press('uiRoomFreeze', () => act({ type: 'freeze' }))}
      {rights.unfreeze && press('uiRoomUnfreeze', () => act({ type: 'unfreeze' }))}
      {rights.mode &&
        press(mode === 'watch' ? 'uiRoomOperate' : 'uiRoomWatchOnly', () =>
          act({ type: 'mode', mode: mode === 'watch' ? 'operate' : 'watch' }),
        )}
      {rights.steer && (
        <label>
          <input
            type="checkbox"
            checked={keepsIdle}
            onChange={(event) => act({ type: 'keep-idle', on: event.currentTarget.checked })}
          />
          <span>{say({ key: 'uiRoomKeep' })}</span>
        </label>
      )}
    </div>
  );
}
