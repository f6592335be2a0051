import type { OverlayPart } from '../../model/port/extension-message.ts';
import { addStyle } from '../../ui/stage/shadow-style.ts';
import type { Stage } from '../../ui/stage/stage.ts';
import { findStage } from './stage.ts';
import { extensionMessages } from './surroundings.ts';

/** How long the words stay that answer a press. */
const SHOWN_MS = 6_000;

const css = `
.switched-off { position: fixed; inset-block-end: 16px; inset-inline: 0; display: flex; justify-content: center; pointer-events: none; }
.switched-off p { margin: 0; padding: 8px 14px; border-radius: 8px; background: #1d2733; color: #fff; font: 14px/1.4 system-ui, sans-serif; border: 1px solid #fff; }
`;

/** Takes the ways to these parts away, and says to whom finds one why nothing comes. */
function switchOff(stage: Stage, parts: readonly OverlayPart[]): void {
  const absent = parts.filter((part) => !stage.parts.has(part));
  if (absent.length === 0) return;
  const hidden = absent.map((part) => `[data-part="${part}"]`).join(', ');
  addStyle(stage.root, `${css} ${hidden} { display: none; }`);
  const slot = stage.addSlot();
  slot.className = 'switched-off';
  slot.setAttribute('role', 'status');
  const text = extensionMessages()('uiSwitchedOff');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const words = document.createElement('p');
    words.textContent = text;
    slot.replaceChildren(words);
    clearTimeout(timer);
    timer = setTimeout(() => slot.replaceChildren(), SHOWN_MS);
  };
  const remove = (): void => {
    clearTimeout(timer);
    slot.remove();
  };
  for (const part of absent) {
    // The quality part comes by itself, so nobody waits for words about it.
    const isWanted = part !== 'quality';
    stage.parts.set(part, { toggle: isWanted ? tell : () => undefined, remove });
    if (isWanted && stage.asked.has(part)) tell();
  }
}

// The background put this script in the place of a part. A second run changes nothing.
const stage = findStage();
if (stage !== undefined) switchOff(stage, globalThis.riceSwitchedOff ?? []);
