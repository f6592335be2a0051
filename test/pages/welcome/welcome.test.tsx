// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import { panelShortcut } from '../../../src/pages/welcome/panel-shortcut.ts';
import { Welcome } from '../../../src/pages/welcome/welcome.tsx';
import type { Text } from '../../../src/ui/message-key.ts';

const text: Text = (key, ...substitutions) =>
  english[key].message.replace(/\$(\d)/g, (_, digit) => substitutions[Number(digit) - 1] ?? '');

afterEach(() => render(null, document.body));

test('the welcome says in three steps what it does, how to enable it, and what it cannot promise', () => {
  render(<Welcome shortcut="Alt+Shift+R" text={text} />, document.body);
  const steps = [...document.querySelectorAll('.steps > li')];
  expect(steps.map((step) => step.querySelector('h2')?.textContent)).toEqual([
    'What it does',
    'Switch it on for your portal',
    'What it cannot promise, and where help is',
  ]);
  expect(steps[1]?.textContent).toContain('Choose “Guard noVNC on this site”');
  expect(steps[1]?.textContent).toContain('Alt+Shift+R opens the panel');
  expect(steps[2]?.textContent).toContain('never an interlock or an emergency stop');
});

test('no key is promised where none is bound', async () => {
  expect(await panelShortcut({ getAll: async () => [{ name: 'open-panel', shortcut: '' }] })).toBe('');
  expect(await panelShortcut({ getAll: async () => [] })).toBe('');
  render(<Welcome shortcut="" text={text} />, document.body);
  expect(document.body.textContent).not.toContain('opens the panel');
});
