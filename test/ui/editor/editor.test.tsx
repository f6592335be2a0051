// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatProfile } from '../../../src/model/policy/profile-file.ts';
import type { ProfileOutcome, StoredProfile } from '../../../src/model/port/profile-message.ts';
import { emptyProfile } from '../../../src/ui/editor/draft.ts';
import { type Editor, mountEditor } from '../../../src/ui/editor/editor.tsx';
import type { Size } from '../../../src/ui/editor/geometry.ts';
import type { Picture } from '../../../src/ui/editor/surroundings.ts';
import { drawn } from '../../support/drawn.ts';
import { messagesOf } from '../fake-surroundings.ts';

const BINDING = { portal: 'https://lab.example', socketHost: 'lab.example:6080' };
const SIZE = { width: 640, height: 480 };
const PICTURE: Picture = {
  box: { x: 0, y: 0, ...SIZE },
  visible: { x: 0, y: 0, ...SIZE },
  framebuffer: SIZE,
};
const SCOPE = {
  ...emptyProfile(BINDING, SIZE),
  name: 'Scope',
  regions: [
    {
      name: 'X+',
      function: 'stage',
      class: 'hazardous',
      confirm: false,
      x: 10,
      y: 10,
      width: 30,
      height: 20,
    },
  ],
} as const;

let container: HTMLElement;
let editor: Editor;
let picture: Picture | null;
let whole: Size | null;
let stored: readonly StoredProfile[];
let frames: (() => void)[];
const save = vi.fn<(id: string | null, profile: unknown) => Promise<ProfileOutcome>>();
const download = vi.fn();
const onClose = vi.fn();

const open = async (): Promise<void> => {
  editor = mountEditor(container, {
    messages: messagesOf('en'),
    shelf: { list: async () => stored, save },
    findPicture: () => picture,
    framebuffer: () => whole,
    everyFrame: (callback) => {
      frames.push(callback);
      return () => {
        frames = [];
      };
    },
    binding: BINDING,
    instrument: '',
    download,
    onClose,
  });
  await drawn();
};
const all = <T extends HTMLElement>(selector: string): readonly T[] => [
  ...container.querySelectorAll<T>(selector),
];
const labels = (): readonly (string | null)[] =>
  all('.region').map((each) => each.getAttribute('aria-label'));
const press = async (word: string): Promise<void> => {
  const found = all<HTMLButtonElement>('button').find((each) => each.textContent?.startsWith(word));
  if (found === undefined) throw new Error(`no ${word} in ${container.textContent}`);
  found.click();
  await drawn();
};
const key = async (name: string, more: KeyboardEventInit = {}): Promise<void> => {
  const target = document.activeElement ?? container;
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
  await drawn();
};
const type = async (selector: string, value: string): Promise<void> => {
  const [field] = all<HTMLInputElement>(selector);
  if (field === undefined) throw new Error(`no ${selector}`);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
};

beforeEach(() => {
  container = document.createElement('div');
  document.body.append(container);
  picture = PICTURE;
  whole = null;
  stored = [{ type: 'readable', id: '1', profile: SCOPE }];
  frames = [];
  save.mockResolvedValue({ type: 'saved', id: '7' });
});

afterEach(() => {
  editor.remove();
  expect(container.childElementCount).toBe(0);
  expect(frames).toEqual([]);
  container.remove();
  vi.resetAllMocks();
});

describe('the region editor', () => {
  it('shows the regions of the stored profile, with class and place', async () => {
    await open();
    expect(labels()).toEqual(['X+, Hazardous. At 10, 10; 30 by 20 pixels']);
    expect(container.textContent).not.toContain('To be put right');
  });

  it('says what to do when there is nothing yet', async () => {
    stored = [];
    await open();
    expect(container.textContent).toContain('Drag over a part of the picture');
    expect(container.textContent).toContain('None yet.');
  });

  it('says plainly that there is no picture, and works on when one comes', async () => {
    picture = null;
    await open();
    expect(container.textContent).toContain('There is no picture of a remote screen');
    picture = { ...PICTURE, framebuffer: { width: 1280, height: 960 } };
    for (const frame of frames) frame();
    await drawn();
    expect(labels()).toEqual(['X+, Hazardous. At 20, 20; 60 by 40 pixels']);
  });

  it('marks nothing on a picture of which noVNC shows a part only', async () => {
    whole = { width: 1920, height: 1080 };
    await open();
    expect(container.textContent).toContain('noVNC shows only a part of the remote screen');
    expect(labels()).toEqual([]);
  });

  it('is worked by keyboard alone: add, name, move, resize, remove, undo', async () => {
    stored = [];
    await open();
    expect(document.activeElement?.classList).toContain('surface');
    await key('Enter');
    expect(document.activeElement?.getAttribute('data-field')).toBe('name');
    await type('[data-field=name]', 'Focus');
    const [region] = all('.region');
    region?.focus();
    await key('ArrowRight', { shiftKey: true });
    await key('ArrowDown');
    await key('ArrowRight', { altKey: true });
    expect(labels()).toEqual(['Focus, Hazardous. At 266, 193; 129 by 96 pixels']);
    await key('Delete');
    expect(labels()).toEqual([]);
    await key('z', { ctrlKey: true });
    expect(labels()).toHaveLength(1);
    await key('Z', { ctrlKey: true, shiftKey: true });
    expect(labels()).toEqual([]);
  });

  it('lists every problem, leads to it, and saves only without one', async () => {
    stored = [];
    await open();
    await press('Add region');
    await press('Save');
    expect(save).not.toHaveBeenCalled();
    expect(container.textContent).toContain('Not saved: first put right');
    await press('Unnamed: Function');
    expect(document.activeElement?.getAttribute('data-field')).toBe('function');
    await type('[data-field=function]', 'stage');
    await type('[data-field=name]', 'X+');
    await press('Name of the instrument');
    expect(document.activeElement?.getAttribute('data-path')).toBe('name');
    await type('[data-path=name]', 'New scope');
    await press('Save');
    expect(save).toHaveBeenCalledExactlyOnceWith(null, expect.objectContaining({ name: 'New scope' }));
    expect(container.textContent).toContain('“New scope” is saved.');
  });

  it.each<[ProfileOutcome, string]>([
    [{ type: 'elsewhere' }, 'only profiles for its own origin'],
    [{ type: 'full', maxProfiles: 100 }, 'room for 100 profiles'],
    [{ type: 'missing' }, 'cannot be read'],
    [{ type: 'invalid', problems: [{ path: 'name', code: 'empty', expected: 'text' }] }, 'a name is missing'],
  ])('says why it was not saved: %o', async (outcome, words) => {
    save.mockResolvedValue(outcome);
    await open();
    await press('Add region');
    await type('[data-field=name]', 'Y+');
    await type('[data-field=function]', 'stage');
    await press('Save');
    expect(save).toHaveBeenCalledTimes(1);
    expect(container.textContent).toContain(words);
    editor.leave();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('says that the extension is gone when nobody answers', async () => {
    await open();
    save.mockRejectedValue(new Error('Extension context invalidated.'));
    await type('[data-path=name]', 'Scope 2');
    await press('Save');
    expect(container.textContent).toContain('RICE does not answer');
  });

  it('asks before changes are lost, and closes at once when there are none', async () => {
    await open();
    await key('Escape');
    expect(onClose).toHaveBeenCalledTimes(1);
    await type('[data-path=name]', 'Scope 2');
    editor.leave();
    await drawn();
    expect(container.textContent).toContain('Save the changes?');
    await key('Escape');
    expect(all('.question')).toEqual([]);
    editor.leave();
    await drawn();
    await press('Discard');
    expect(onClose).toHaveBeenCalledTimes(2);
  });

  it('has no axe findings: empty, with a region, with problems, asking', async () => {
    const findings = async (): Promise<readonly string[]> => {
      const results = await axe.run(container, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      return results.violations.map(({ id, nodes }) => id + nodes[0]?.html);
    };
    stored = [];
    await open();
    expect(await findings()).toEqual([]);
    await press('Add region');
    await press('Save');
    expect(await findings()).toEqual([]);
    editor.leave();
    await drawn();
    expect(await findings()).toEqual([]);
  });

  it('gives a file that can be opened again', async () => {
    await open();
    await press('Export');
    expect(download).toHaveBeenCalledExactlyOnceWith('Scope.rice-profile.json', formatProfile(SCOPE));
  });

  it('opens a file, and tells what is wrong with one that is none', async () => {
    stored = [];
    await open();
    const [input] = all<HTMLInputElement>('input[type=file]');
    const choose = async (text: string): Promise<void> => {
      Object.defineProperty(input, 'files', { value: [new File([text], 'scope.json')], configurable: true });
      input?.dispatchEvent(new Event('change', { bubbles: true }));
      await drawn();
      await drawn();
    };
    await choose('{');
    expect(container.textContent).toContain('scope.json cannot be used:');
    await choose(formatProfile(SCOPE));
    expect(labels()).toHaveLength(1);
    expect(container.textContent).toContain('It is not saved yet.');
  });
});
