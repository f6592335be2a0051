import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import type { BrowserKind } from './options-port.ts';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

/** How each browser changes the keys of extensions. */
const HOW = {
  chrome: 'uiOptionsKeysChrome',
  edge: 'uiOptionsKeysEdge',
  firefox: 'uiOptionsKeysFirefox',
} as const satisfies Record<BrowserKind, MessageKey>;

interface OwnKey {
  readonly keys: readonly string[];
  readonly what: MessageKey;
}

/**
 * Keys that hold while a part of the overlay has the keyboard, and cannot be changed: code of the overlay's
 * (src/ui/draw/keyboard.ts, src/ui/editor/keyboard.ts, src/ui/quality/quality-words.ts, src/ui/badge.tsx).
 */
const OVERLAY: readonly { readonly where: MessageKey; readonly keys: readonly OwnKey[] }[] = [
  {
    where: 'uiKeysSession',
    keys: [
      { keys: ['Alt+Shift+F'], what: 'uiKeysFocus' },
      { keys: ['Escape'], what: 'uiKeysLeavePanel' },
      { keys: ['←', '→', '↑', '↓'], what: 'uiKeysBadge' },
      { keys: ['Space', 'Enter'], what: 'uiKeysHold' },
    ],
  },
  {
    where: 'uiKeysDrawing',
    keys: [
      { keys: ['L'], what: 'uiDrawToolLaser' },
      { keys: ['P'], what: 'uiDrawToolPen' },
      { keys: ['A'], what: 'uiDrawToolArrow' },
      { keys: ['R'], what: 'uiDrawToolRectangle' },
      { keys: ['E'], what: 'uiDrawToolEllipse' },
      { keys: ['M'], what: 'uiDrawToolLength' },
      { keys: ['S'], what: 'uiDrawToolScaleBar' },
      { keys: ['T'], what: 'uiDrawToolText' },
      { keys: ['X'], what: 'uiDrawToolErase' },
      { keys: ['K'], what: 'uiKeysKeep' },
      { keys: ['←', '→', '↑', '↓'], what: 'uiKeysPlace' },
      { keys: ['Enter', 'Space'], what: 'uiKeysPlaceHere' },
      { keys: ['Delete'], what: 'uiKeysRemove' },
      { keys: ['Ctrl+Z'], what: 'uiKeysUndo' },
      { keys: ['Ctrl+Y'], what: 'uiKeysRedo' },
      { keys: ['Escape'], what: 'uiKeysEndDrawing' },
    ],
  },
  {
    where: 'uiKeysEditor',
    keys: [
      { keys: ['←', '→', '↑', '↓'], what: 'uiKeysMoveRegion' },
      { keys: ['Alt+←', 'Alt+→', 'Alt+↑', 'Alt+↓'], what: 'uiKeysStretchRegion' },
      { keys: ['Enter'], what: 'uiKeysNewRegion' },
      { keys: ['Delete'], what: 'uiKeysRemove' },
      { keys: ['Ctrl+Z'], what: 'uiKeysUndo' },
      { keys: ['Ctrl+Y'], what: 'uiKeysRedo' },
      { keys: ['Escape'], what: 'uiKeysEndEditor' },
    ],
  },
];

/** The extension's keys as they are bound, how to change them, and those of the overlay. */
export function KeySection({ facts, store, text }: SectionProps): JSX.Element {
  // Keys are changed in another tab; when this one is looked at again, they are asked for again.
  useEffect(() => {
    const look = () => {
      if (!document.hidden) store.lookAgain();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [store]);
  const missing = facts.shortcuts.filter(({ keys }) => keys === '');
  return (
    <SectionFrame section="keyboard" hint={text('uiOptionsKeyboardHint')} text={text}>
      <dl class="keys">
        {facts.shortcuts.map(({ name, description, keys }) => (
          <div key={name} data-find>
            <dt>{description === '' ? text('uiOptionsKeyPopup') : description}</dt>
            <dd>{keys === '' ? text('uiOptionsKeyUnset') : <kbd>{keys}</kbd>}</dd>
          </div>
        ))}
      </dl>
      {missing.length > 0 && <p class="hint">{text('uiOptionsKeyUnsetHint')}</p>}
      <div class="row" data-find>
        <button type="button" onClick={() => void store.openShortcuts()}>
          {text('uiOptionsKeysChange')}
        </button>
        <span class="hint">{text(HOW[store.browser])}</span>
      </div>
      <Said notice={store.said('keyboard')} text={text} />
      <h3>{text('uiOptionsKeysOverlay')}</h3>
      <p class="hint">{text('uiOptionsKeysOverlayHint')}</p>
      {OVERLAY.map(({ where, keys }) => (
        <details key={where}>
          <summary>{text(where)}</summary>
          <dl class="keys">
            {keys.map((each) => (
              <div key={each.what} data-find>
                <dt>{text(each.what)}</dt>
                <dd>
                  <KeyNames keys={each.keys} text={text} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </SectionFrame>
  );
}

function KeyNames({ keys, text }: { readonly keys: readonly string[]; readonly text: Text }): JSX.Element {
  return (
    <>
      {keys.map((key, index) => (
        <span key={key}>
          {index > 0 && ' '}
          <kbd>{key === 'Space' ? text('uiKeysSpace') : key}</kbd>
        </span>
      ))}
    </>
  );
}
