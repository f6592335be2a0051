import { Component, type JSX } from 'preact';
import type { Snapshot } from '../model/snapshot.ts';
import type { Amounts } from './amounts.ts';
import { Mark } from './mark.tsx';
import { type Place, type Size, snap, step } from './placement.ts';
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
  readonly expanded: boolean;
  readonly connections: number;
  readonly onPlace: (place: Place) => void;
  readonly onOpen: () => void;
}

/** A pointer that moved less than this was a click. */
const DRAG_AFTER_PX = 4;

/** How a pointer holds the badge. */
interface Grip {
  readonly startX: number;
  readonly startY: number;
  /** From the plate's corner to the pointer. */
  readonly grabX: number;
  readonly grabY: number;
  moved: boolean;
}

interface BadgeState {
  /** Where the plate is while it is dragged. */
  readonly dragged: { readonly leftPx: number; readonly topPx: number } | null;
}

/** At most this many notes fit; the panel shows all. */
const MAX_NOTES = 2;

/**
 * State, round trip and both rates in one plate, which opens the panel, and moves by pointer or arrow keys.
 * A class, because hooks would be a kilobyte for two values.
 */
export class Badge extends Component<BadgeProps, BadgeState> {
  override state: BadgeState = { dragged: null };
  #grip: Grip | null = null;

  override render(): JSX.Element {
    const { messages, verdict, place } = this.props;
    const { dragged } = this.state;
    const word = messages(verdictWord(verdict.name));
    const notes = verdict.notes.map((note) => messages(noteWords(note)));
    return (
      <div
        class={dragged === null ? 'badge' : 'badge dragged'}
        data-tone={verdict.tone}
        data-verdict={verdict.name}
        data-size={!this.props.settled ? 'full' : this.props.dot ? 'dot' : 'small'}
        data-edge={place.edge}
        style={
          dragged === null
            ? { '--along': String(place.alongRatio), left: '', top: '' }
            : { left: `${dragged.leftPx}px`, top: `${dragged.topPx}px` }
        }
      >
        <button
          type="button"
          class="plate"
          aria-haspopup="dialog"
          aria-expanded={this.props.expanded}
          aria-label={messages('uiBadgeLabel', [word, ...notes].join(', '))}
          aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown"
          title={messages('uiBadgeHint')}
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
          <Mark name={verdict.name} dashed={verdict.notes.includes('low-confidence')} />
          <span class="word">{word}</span>
          {notes.slice(0, MAX_NOTES).map((note) => (
            <span class="note" key={note}>
              {note}
            </span>
          ))}
          <Figures {...this.props} />
          {this.props.connections > 1 && (
            <span class="more">
              {messages('uiMoreConnections', this.props.amounts.count(this.props.connections))}
            </span>
          )}
        </button>
      </div>
    );
  }

  readonly #grab = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
    const plate = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#grip = {
      startX: event.clientX,
      startY: event.clientY,
      grabX: event.clientX - plate.left,
      grabY: event.clientY - plate.top,
      moved: false,
    };
  };

  readonly #move = (event: PointerEvent): void => {
    const grip = this.#grip;
    if (grip === null) return;
    if (Math.hypot(event.clientX - grip.startX, event.clientY - grip.startY) >= DRAG_AFTER_PX) {
      grip.moved = true;
    }
    if (!grip.moved) return;
    const view = viewOf(event);
    this.setState({
      dragged: {
        leftPx: event.clientX - grip.grabX - view.left,
        topPx: event.clientY - grip.grabY - view.top,
      },
    });
  };

  readonly #drop = (event: PointerEvent): void => {
    if (this.#grip?.moved !== true || !(event.currentTarget instanceof Element)) return;
    const plate = event.currentTarget.getBoundingClientRect();
    const view = viewOf(event);
    const x = plate.left + plate.width / 2 - view.left;
    const y = plate.top + plate.height / 2 - view.top;
    this.props.onPlace(snap(x, y, sizeOf(view), sizeOf(plate)));
    this.setState({ dragged: null });
  };

  readonly #letGo = (): void => {
    this.#grip = null;
    this.setState({ dragged: null });
  };

  /** Comes after #drop: a drag that ended here is no click. */
  readonly #click = (): void => {
    const moved = this.#grip?.moved === true;
    this.#grip = null;
    if (!moved) this.props.onOpen();
  };
}

function Figures({ snapshot, verdict, amounts, messages }: BadgeProps): JSX.Element | null {
  // Numbers of a connection that is over, or was never read, would only mislead.
  if (verdict.name === 'closed' || verdict.name === 'connecting' || verdict.name === 'unguarded') return null;
  const { path, demand, supply } = snapshot;
  return (
    <span class="figures">
      <span class="figure trip">{amounts.duration(path.effectiveMs ?? path.roundTripMs)}</span>
      <span class="figure rate">
        <Arrow up />
        {messages('uiPerSecond', amounts.perSecond(demand.deliveredPerSecond))}
      </span>
      <span class="figure rate">
        <Arrow />
        {amounts.rate(supply.rateBitsPerSecond)}
      </span>
    </span>
  );
}

function Arrow(props: { readonly up?: boolean }): JSX.Element {
  return (
    <svg class="arrow" viewBox="0 0 8 10" aria-hidden="true" focusable="false">
      <path
        class="line"
        d={props.up === true ? 'M4 9V1.5M1 4.4 4 1.2l3 3.2' : 'M4 1v7.5M1 5.6l3 3.2 3-3.2'}
      />
    </svg>
  );
}

/** The box all places are relative to: the overlay's own, as large as the window. */
function viewOf(event: PointerEvent): DOMRect {
  const { currentTarget } = event;
  const root = currentTarget instanceof Element ? currentTarget.closest('.overlay') : null;
  return root?.getBoundingClientRect() ?? new DOMRect();
}

function sizeOf(box: DOMRect): Size {
  return { widthPx: box.width, heightPx: box.height };
}
