import { Component, type JSX, type TargetedPointerEvent } from 'preact';
import type { Snapshot } from '../model/snapshot.ts';
import type { Amounts } from './amounts.ts';
import { Mark } from './mark.tsx';
import { type Place, pointOf, snap, step } from './placement.ts';
import { type Sentence, say } from './sentence.ts';
import type { Messages } from './surroundings.ts';
import type { Verdict } from './verdict.ts';
import { noteWords, verdictWord } from './verdict-words.ts';

export interface BadgeProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly snapshot: Snapshot;
  readonly verdict: Verdict;
  /** All has been well for a while: become small. */
  readonly settled: boolean;
  /** How small: a dot, or mark, word and round trip. */
  readonly dot: boolean;
  readonly place: Place;
  /** The panel is open. */
  readonly expanded: boolean;
  readonly connections: number;
  readonly onPlace: (place: Place) => void;
  readonly onOpen: () => void;
}

/** A pointer that moved less than this was a click. */
const DRAG_AFTER_PX = 4;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface BadgeState {
  /** Top left of the plate in the window while it is dragged. */
  readonly dragged: Point | null;
}

/** At most this many notes fit; the panel shows all. */
const MAX_NOTES = 2;

type Pointer = TargetedPointerEvent<HTMLButtonElement>;

/**
 * State, round trip and both rates in one plate, which opens the panel, and moves by pointer or arrow keys.
 * A class, because hooks would be a kilobyte for two values.
 */
export class Badge extends Component<BadgeProps, BadgeState> {
  override state: BadgeState = { dragged: null };
  /** From the pointer to the plate's top left, and where the pointer went down. */
  #grip: { readonly offset: Point; readonly start: Point } | null = null;
  #wasDragged = false;
  #drawings = 0;

  override render(): JSX.Element {
    const { messages, verdict, snapshot, place, settled, dot, expanded, connections, amounts } = this.props;
    const { match, name } = snapshot.instrument;
    const hint = messages('uiBadgeHint');
    const { x, y } = pointOf(place);
    const { dragged } = this.state;
    const notes = verdict.notes.slice(0, MAX_NOTES).map((note) => messages(noteWords(note)));
    if (!verdict.calm && snapshot.unacknowledged > 0) {
      notes.splice(1, 1, say(mayStill(snapshot.unacknowledged), messages, amounts));
    }
    if (connections > 1) notes.push(messages('uiMoreConnections', amounts.count(connections)));
    return (
      <div
        class={dragged === null ? 'badge' : 'badge dragged'}
        data-tone={verdict.tone}
        data-verdict={verdict.name}
        data-size={!settled ? 'full' : dot ? 'dot' : 'small'}
        data-edge={place.edge}
        style={
          dragged === null
            ? { '--x': String(x), '--y': String(y) }
            : { left: `${dragged.x}px`, top: `${dragged.y}px` }
        }
      >
        <button
          type="button"
          class="plate"
          aria-haspopup="dialog"
          aria-expanded={expanded}
          title={match === 'matched' ? `${name}\n${hint}` : hint}
          onClick={this.#click}
          // The picture keeps the keyboard: a pressed mouse button must not move the focus here.
          onMouseDown={(event) => event.preventDefault()}
          onPointerDown={this.#grab}
          onPointerMove={this.#move}
          onPointerUp={this.#drop}
          onPointerCancel={this.#letGo}
          onKeyDown={(event) => {
            const next = step(place, event.key);
            if (next === undefined) return;
            event.preventDefault();
            this.props.onPlace(next);
          }}
        >
          <span class="spoken">{messages('uiBadgeLabel')}</span>
          <Mark name={verdict.name} dashed={verdict.notes.includes('low-confidence')} />
          <span class="word">{messages(verdictWord(verdict.name))}</span>
          {notes.map((note) => (
            <span class="note" key={note}>
              {note}
            </span>
          ))}
          <Figures {...this.props} />
        </button>
        {/* Hidden for five seconds from when it is made. A living script makes it anew long before. */}
        <span class="dead" key={this.#drawings++}>
          {messages('uiDead')}
        </span>
      </div>
    );
  }

  readonly #grab = (event: Pointer): void => {
    this.#wasDragged = false;
    if (event.button !== 0) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, y: event.clientY };
    this.#grip = { offset: { x: left - start.x, y: top - start.y }, start };
  };

  readonly #move = ({ clientX, clientY }: Pointer): void => {
    if (this.#grip === null) return;
    const { offset, start } = this.#grip;
    this.#wasDragged ||= Math.hypot(clientX - start.x, clientY - start.y) >= DRAG_AFTER_PX;
    if (this.#wasDragged) this.setState({ dragged: { x: clientX + offset.x, y: clientY + offset.y } });
  };

  readonly #drop = ({ currentTarget }: Pointer): void => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    const { clientWidth, clientHeight } = currentTarget.ownerDocument.documentElement;
    if (this.state.dragged !== null) {
      this.props.onPlace(snap({ left, top, width, height }, { width: clientWidth, height: clientHeight }));
    }
    this.#letGo();
  };

  readonly #letGo = (): void => {
    this.#grip = null;
    this.setState({ dragged: null });
  };

  /** Comes after #drop: a drag that ended here is no click. */
  readonly #click = (): void => {
    if (!this.#wasDragged) this.props.onOpen();
    this.#wasDragged = false;
  };
}

function mayStill(count: number): Sentence {
  return { key: 'uiNoteMayExecute', counts: [count], plural: count };
}

function Figures({ snapshot, verdict, amounts, messages }: BadgeProps): JSX.Element | null {
  // Numbers of a connection that is over, or was never read, would only mislead.
  if (['closed', 'connecting', 'unguarded'].includes(verdict.name)) return null;
  const { path, demand, supply } = snapshot;
  return (
    <>
      <Figure name="trip" text={amounts.duration(path.effectiveMs ?? path.roundTripMs)} />
      <Figure
        name="rate"
        arrow="M4 9V1.5M1 4.4 4 1.2l3 3.2"
        text={messages('uiPerSecond', amounts.perSecond(demand.deliveredPerSecond))}
      />
      <Figure name="rate" arrow="M4 1v7.5M1 5.6l3 3.2 3-3.2" text={amounts.rate(supply.rateBitsPerSecond)} />
    </>
  );
}

/** Not part of the button's name: it would be read out again several times per second. */
function Figure(props: {
  readonly name: string;
  readonly text: string;
  readonly arrow?: string;
}): JSX.Element {
  return (
    <span class={`figure ${props.name}`} aria-hidden="true">
      {props.arrow !== undefined && (
        <svg class="arrow" viewBox="0 0 8 10" aria-hidden="true">
          <path class="line" d={props.arrow} />
        </svg>
      )}
      {props.text}
    </span>
  );
}
