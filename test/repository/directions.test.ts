import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/**
 * Rules that may say left and right, because they lie where something of the window or of the picture is, which stays
 * there whatever way one reads. Everything else says start and end.
 */
const PLACES: readonly { readonly file: string; readonly selector: RegExp; readonly why: string }[] = [
  { file: 'overlay.css', selector: /^\.(badge|dead)$/, why: 'the place the user gave it in the window' },
  { file: 'quality.css', selector: /^\.quality-mark/, why: 'beside the badge' },
  { file: 'panel.css', selector: /^\.panel:?[[:]/, why: 'beside the badge' },
  { file: 'panel.css', selector: /^\.u-/, why: 'uPlot’s own layers: time runs to the right in a chart' },
  { file: 'editor.css', selector: /^\.(tag|grip|measure)/, why: 'a corner of a region of the picture' },
  {
    file: 'editor.css',
    selector: /^\.(hint$|(desk|hint)\[data-side)/,
    why: 'the side the user put the form to',
  },
  { file: 'draw.css', selector: /^\.draw-(badge|name)$/, why: 'a place of the picture, or of the pointer' },
  { file: 'room.css', selector: /^\.room-pointer/, why: 'where somebody points' },
];

const PHYSICAL =
  /(?:^|[;\s])((?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-)?(?:left|right)(?:-\w+)*|border-(?:top|bottom)-(?:left|right)-radius|float|clear|text-align)\s*:\s*([^;]+)/g;

interface Rule {
  readonly selector: string;
  readonly body: string;
}

function rulesOf(css: string): readonly Rule[] {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    selector: selector.trim(),
    body,
  }));
}

/** What in a rule has a side: its properties, and values such as `text-align: left`. */
function sidesOf(body: string): readonly string[] {
  return [...body.matchAll(PHYSICAL)]
    .map(([, property = '', value = '']) => `${property}: ${value.trim()}`)
    .filter((each) => !/^(text-align|float|clear): (?!left|right)/.test(each));
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.css'),
);

describe('the style sheets', () => {
  test.each(files)('src/%s says start and end where text is read from', (path) => {
    const places = PLACES.filter(({ file }) => path.endsWith(`/${file}`));
    const toDo = rulesOf(readFileSync(`src/${path}`, 'utf8'))
      .filter(({ selector }) => !places.some((place) => place.selector.test(selector)))
      .flatMap(({ selector, body }) => sidesOf(body).map((each) => `${selector} { ${each} }`));
    expect(toDo).toEqual([]);
  });

  test('need every exception that is made for them', () => {
    const unused = PLACES.filter(({ file, selector }) => {
      const path = files.find((each) => each.endsWith(`/${file}`));
      if (path === undefined) return true;
      return !rulesOf(readFileSync(`src/${path}`, 'utf8')).some(
        (rule) => selector.test(rule.selector) && sidesOf(rule.body).length > 0,
      );
    });
    expect(unused).toEqual([]);
  });
});
