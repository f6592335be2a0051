import type { FunctionClass } from '../../model/policy/instrument-profile.ts';

/** In the order of what they can do. */
export const CLASSES: readonly FunctionClass[] = ['view', 'normal', 'hazardous', 'stop'];

interface ClassWords {
  readonly name: string;
  readonly meaning: string;
}

const WORDS: Readonly<Record<FunctionClass, ClassWords>> = {
  view: { name: 'uiEditorView', meaning: 'uiEditorViewHint' },
  normal: { name: 'uiEditorNormal', meaning: 'uiEditorNormalHint' },
  hazardous: { name: 'uiEditorHazardous', meaning: 'uiEditorHazardousHint' },
  stop: { name: 'uiEditorStop', meaning: 'uiEditorStopHint' },
};

/** Keys of the words for a class. */
export function classWords(name: FunctionClass): ClassWords {
  return WORDS[name];
}
