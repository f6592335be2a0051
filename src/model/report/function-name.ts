import type { ReportTexts } from './report-input.ts';

/** The name of a function: a profile's as it is, and what no profile has marked by its kind. */
export function functionName(name: string, texts: ReportTexts): string {
  switch (name) {
    case 'pointer':
    case 'wheel':
    case 'keyboard':
    case 'clipboard':
    case 'pointing':
    case 'other':
      return texts(`uiUnmarked_${name}`);
    default:
      return name;
  }
}
