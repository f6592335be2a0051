import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs `ip` with these words, separated by spaces; in a namespace if one is given. */
export async function ip(words: string, namespace: string | null = null): Promise<string> {
  const place = namespace === null ? [] : ['-n', namespace];
  const { stdout } = await execute('ip', [...place, ...words.split(' ')]);
  return stdout;
}
