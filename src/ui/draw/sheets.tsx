import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LENGTH_UNITS, type LengthUnit } from '../../model/annotation/mark.ts';
import type { RoomPerson } from '../../model/port/room-view.ts';
import { ROLES } from '../../model/room/member.ts';
import { nameOf } from '../room/person.ts';
import type { DrawDesk } from './draw-desk.ts';
import { markText } from './draw-words.ts';
import { PressTwice } from './toolbar.tsx';

/** The newest marks are listed, and so many more at each press. */
const LISTED = 100;

const TITLES = {
  marks: 'uiDrawMarks',
  scale: 'uiDrawScale',
  rules: 'uiDrawRules',
  pictures: 'uiDrawPictures',
} as const;

export interface SheetActs {
  readonly savePng: (withMarks: boolean) => void;
  readonly saveSvg: () => void;
}

/** What is open beside the tools. */
export function DrawSheetBox({
  desk,
  acts,
}: {
  readonly desk: DrawDesk;
  readonly acts: SheetActs;
}): JSX.Element | null {
  const { messages } = desk.surroundings;
  const sheet = desk.sheet.value;
  if (sheet === null) return null;
  return (
    <section class="draw-sheet" aria-label={messages(TITLES[sheet])}>
      <h2>{messages(TITLES[sheet])}</h2>
      {sheet === 'marks' && <MarkList desk={desk} />}
      {sheet === 'scale' && <ScalePart desk={desk} />}
      {sheet === 'rules' && <RulesPart desk={desk} />}
      {sheet === 'pictures' && (
        <div class="draw-row">
          <button type="button" onClick={() => acts.savePng(true)}>
            {messages('uiDrawPngWith')}
          </button>
          <button type="button" onClick={() => acts.savePng(false)}>
            {messages('uiDrawPngWithout')}
          </button>
          <button type="button" onClick={() => acts.saveSvg()}>
            {messages('uiDrawSvg')}
          </button>
        </div>
      )}
    </section>
  );
}

/** All that is drawn, as text, the newest first. */
function MarkList({ desk }: { readonly desk: DrawDesk }): JSX.Element {
  const { messages, nowMs } = desk.surroundings;
  const [most, setMost] = useState(LISTED);
  const seen = desk.boards.seen(desk.isStill.value, nowMs());
  const { words } = desk;
  if (seen.length === 0) return <p>{messages('uiDrawNoMarks')}</p>;
  return (
    <>
      <ul class="draw-list">
        {seen
          .slice(-most)
          .reverse()
          .map(({ mark }) => {
            const text = markText(mark, words);
            const isKept = mark.fadeMs === null;
            const keep = messages(isKept ? 'uiDrawLetFade' : 'uiDrawKeepIt');
            return (
              <li key={`${mark.by} ${mark.number}`} data-color={mark.color}>
                <span>{text}</span>
                {desk.mayChange(mark) && (
                  <span class="draw-row">
                    <button type="button" aria-label={`${keep}: ${text}`} onClick={() => desk.keep(mark)}>
                      {keep}
                    </button>
                    <button
                      type="button"
                      aria-label={`${messages('uiDrawErase')}: ${text}`}
                      onClick={() => desk.erasing.erase(mark)}
                    >
                      {messages('uiDrawErase')}
                    </button>
                  </span>
                )}
              </li>
            );
          })}
      </ul>
      {seen.length > most && (
        <div class="draw-row">
          <button type="button" onClick={() => setMost(most + LISTED)}>
            {messages('uiDrawMoreMarks', desk.write(seen.length - most))}
          </button>
        </div>
      )}
    </>
  );
}

function ScalePart({ desk }: { readonly desk: DrawDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const { calibration } = desk.shown.value;
  return (
    <>
      <p>
        {calibration === null
          ? messages('uiDrawNoScale')
          : messages('uiDrawScaleIs', desk.write(calibration.unitsPerPixel), calibration.unit)}
      </p>
      <p class="draw-soft">{messages('uiDrawScaleHint')}</p>
      <div class="draw-row">
        <button
          type="button"
          onClick={() => {
            desk.send({ type: 'calibrate', wallMs: desk.wallMs });
            desk.focus.value = 'surface';
          }}
        >
          {messages('uiDrawCalibrate')}
        </button>
        {calibration !== null && (
          <button type="button" onClick={() => desk.send({ type: 'uncalibrate' })}>
            {messages('uiDrawUncalibrate')}
          </button>
        )}
      </div>
    </>
  );
}

/** Asks how long the distance is that was drawn. */
export function LengthQuestion({ desk }: { readonly desk: DrawDesk }): JSX.Element | null {
  const { messages } = desk.surroundings;
  const { calibrating } = desk.shown.value;
  const [length, setLength] = useState('');
  const [unit, setUnit] = useState<LengthUnit>('µm');
  if (calibrating?.type !== 'ask') return null;
  const value = Number(length.replace(',', '.'));
  const isLength = length.trim() !== '' && Number.isFinite(value) && value > 0;
  return (
    <form
      class="draw-sheet draw-question"
      aria-label={messages('uiDrawAskLength', desk.write(calibrating.pixels))}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isLength) return;
        desk.send({ type: 'calibrated', length: value, unit });
        desk.tell('uiDrawCalibrated', length.trim(), unit);
        desk.focus.value = 'surface';
      }}
    >
      <label>
        <span>{messages('uiDrawAskLength', desk.write(calibrating.pixels))}</span>
        <input
          type="text"
          inputMode="decimal"
          autocomplete="off"
          data-field="length"
          value={length}
          onInput={(event) => setLength(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{messages('uiDrawUnit')}</span>
        <select
          value={unit}
          onChange={(event) =>
            setUnit(LENGTH_UNITS.find((each) => each === event.currentTarget.value) ?? unit)
          }
        >
          {LENGTH_UNITS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <div class="draw-row">
        <button type="submit" class="draw-main" disabled={!isLength}>
          {messages('uiDrawTextDone')}
        </button>
        <button type="button" onClick={() => desk.send({ type: 'drop' })}>
          {messages('uiDrawTextDrop')}
        </button>
      </div>
    </form>
  );
}

const ROLE_WORDS: Readonly<Record<RoomPerson['role'], string>> = {
  observer: 'uiRoomRole_observer',
  operator: 'uiRoomRole_operator',
  trainer: 'uiRoomRole_trainer',
  owner: 'uiRoomRole_owner',
};

/** Who may draw, for trainers. */
function RulesPart({ desk }: { readonly desk: DrawDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const { rules } = desk.boards.board('room');
  const people = desk.room.value?.people ?? [];
  const others = people.filter(({ isSelf }) => !isSelf);
  return (
    <>
      <label class="draw-field">
        <span>{messages('uiDrawLeastRole')}</span>
        <select
          value={rules.leastRole}
          onChange={(event) => {
            const leastRole = ROLES.find((each) => each === event.currentTarget.value);
            if (leastRole !== undefined) desk.rule({ ...rules, leastRole });
          }}
        >
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {messages(ROLE_WORDS[each])}
            </option>
          ))}
        </select>
      </label>
      <ul class="draw-list">
        {others.map(({ id }) => {
          const name = nameOf(people, id, messages);
          const isMuted = rules.muted.includes(id);
          return (
            <li key={id}>
              <span>{name}</span>
              <span class="draw-row">
                <button
                  type="button"
                  aria-pressed={isMuted}
                  aria-label={messages('uiDrawMuteName', name)}
                  onClick={() => {
                    const muted = rules.muted.filter((each) => each !== id);
                    desk.rule({ ...rules, muted: isMuted ? muted : [...muted, id] });
                  }}
                >
                  {messages('uiDrawMute')}
                </button>
                <PressTwice
                  word={messages('uiDrawClearTheirs')}
                  again={messages('uiDrawClearAllAgain')}
                  onPress={() => desk.erasing.clear(id)}
                />
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
