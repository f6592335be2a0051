import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MARK_COLORS, MARK_WIDTHS } from '../../model/annotation/mark.ts';
import type { DrawDesk, DrawSheet } from './draw-desk.ts';
import { DRAW_TOOLS, FADE_MS } from './draw-state.ts';
import { COLOR_WORDS, TOOL_WORDS } from './draw-words.ts';
import { KEEP_KEY, TOOL_KEYS } from './keyboard.ts';
import { type DrawSign, DrawSignMark } from './tool-sign.tsx';

/** What takes away marks of others is pressed twice, within this. */
const TWICE_MS = 4_000;

/** All that can be chosen and done, as buttons. */
export function Toolbar({ desk }: { readonly desk: DrawDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const { tool, color, width, fadeMs, canUndo, canRedo } = desk.shown.value;
  const isStill = desk.isStill.value;
  const isTrainer = desk.room.value !== null && desk.boards.isTrainer;
  return (
    <div class="draw-tools" role="toolbar" aria-label={messages('uiDrawTools')}>
      <fieldset aria-label={messages('uiDrawToolChoice')}>
        {DRAW_TOOLS.map((each) => (
          <Press
            key={each}
            sign={each}
            word={messages(TOOL_WORDS[each])}
            shortcut={TOOL_KEYS[each].toUpperCase()}
            pressed={tool === each}
            onPress={() => {
              desk.send({ type: 'choose', tool: each });
              desk.focus.value = 'surface';
            }}
          />
        ))}
      </fieldset>
      <fieldset aria-label={messages('uiDrawColors')}>
        {MARK_COLORS.map((each) => (
          <button
            key={each}
            type="button"
            class="draw-color"
            data-color={each}
            aria-pressed={color === each}
            aria-label={messages(COLOR_WORDS[each])}
            title={messages(COLOR_WORDS[each])}
            onClick={() => desk.send({ type: 'color', color: each })}
          >
            <i />
          </button>
        ))}
      </fieldset>
      <fieldset aria-label={messages('uiDrawWidths')}>
        {MARK_WIDTHS.map((each) => (
          <button
            key={each}
            type="button"
            class="draw-width"
            aria-pressed={width === each}
            aria-label={messages('uiDrawWidth', desk.write(each))}
            title={messages('uiDrawWidth', desk.write(each))}
            onClick={() => desk.send({ type: 'width', width: each })}
          >
            <i style={{ blockSize: `${each}px` }} />
          </button>
        ))}
      </fieldset>
      <fieldset aria-label={messages('uiDrawActs')}>
        <Press
          sign="keep"
          word={messages('uiDrawKeep')}
          shortcut={KEEP_KEY.toUpperCase()}
          pressed={fadeMs === null}
          onPress={() => desk.send({ type: 'fade', fadeMs: fadeMs === null ? FADE_MS : null })}
        />
        <Press
          sign="undo"
          word={messages('uiDrawUndo')}
          shortcut="Ctrl+Z"
          disabled={!canUndo}
          onPress={() => desk.erasing.undo()}
        />
        <Press
          sign="redo"
          word={messages('uiDrawRedo')}
          shortcut="Ctrl+Shift+Z"
          disabled={!canRedo}
          onPress={() => desk.erasing.redo()}
        />
        <Press
          sign="clear"
          word={messages(desk.erasing.hasBothOwn ? 'uiDrawClearOwnBoth' : 'uiDrawClearOwn')}
          onPress={() => desk.erasing.clear('own')}
        />
        {isTrainer && (
          <PressTwice
            word={messages('uiDrawClearAll')}
            again={messages('uiDrawClearAllAgain')}
            onPress={() => desk.erasing.clear(null)}
          />
        )}
      </fieldset>
      <fieldset aria-label={messages('uiDrawMore')}>
        <Press
          sign={isStill ? 'live' : 'freeze'}
          word={messages(isStill ? 'uiDrawThaw' : 'uiDrawFreeze')}
          disabled={desk.view.value === null}
          onPress={() => (isStill ? desk.thaw(false) : desk.freeze())}
        />
        {!isStill && desk.still.value !== null && (
          <button type="button" class="draw-word" onClick={() => desk.thaw(true)}>
            {messages('uiDrawStillAgain')}
          </button>
        )}
        <Sheet desk={desk} sheet="pictures" word={messages('uiDrawPictures')} />
        <Sheet desk={desk} sheet="scale" word={messages('uiDrawScale')} />
        <Sheet desk={desk} sheet="marks" word={messages('uiDrawMarks')} />
        {isTrainer && <Sheet desk={desk} sheet="rules" word={messages('uiDrawRules')} />}
      </fieldset>
      <button type="button" class="draw-word draw-leave" onClick={() => desk.leave()}>
        <DrawSignMark name="leave" />
        {messages('uiDrawLeave')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}

function Press(props: {
  readonly sign: DrawSign;
  readonly word: string;
  readonly shortcut?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}): JSX.Element {
  const { sign, word, shortcut, pressed, disabled = false } = props;
  return (
    <button
      type="button"
      aria-label={word}
      title={shortcut === undefined ? word : `${word} (${shortcut})`}
      aria-keyshortcuts={shortcut?.replace('Ctrl', 'Control')}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={props.onPress}
    >
      <DrawSignMark name={sign} />
    </button>
  );
}

function Sheet(props: {
  readonly desk: DrawDesk;
  readonly sheet: Exclude<DrawSheet, null>;
  readonly word: string;
}): JSX.Element {
  const { desk, sheet, word } = props;
  const isOpen = desk.sheet.value === sheet;
  return (
    <button
      type="button"
      aria-label={word}
      title={word}
      aria-expanded={isOpen}
      onClick={() => {
        desk.sheet.value = isOpen ? null : sheet;
      }}
    >
      <DrawSignMark name={sheet} />
    </button>
  );
}

/** The second press counts. */
export function PressTwice(props: {
  readonly word: string;
  readonly again: string;
  readonly onPress: () => void;
}): JSX.Element {
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    const timer = setTimeout(() => setAsked(false), TWICE_MS);
    return () => clearTimeout(timer);
  }, [isAsked]);
  return (
    <button
      type="button"
      class="draw-word"
      data-asked={isAsked}
      onClick={() => {
        setAsked(!isAsked);
        if (isAsked) props.onPress();
      }}
    >
      {isAsked ? props.again : props.word}
    </button>
  );
}
