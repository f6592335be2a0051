import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program can be run from PATH. */
export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** For the name of a test that is skipped: what is missing and where it comes from; empty when nothing is. */
export function missingPrograms(packages: Readonly<Record<string, string>>): string {
  const missing = Object.keys(packages).filter((program) => !hasProgram(program));
  if (missing.length === 0) return '';
  return ` (skipped: no ${missing.join(', ')}; Debian: ${missing.map((each) => packages[each]).join(' ')})`;
}
