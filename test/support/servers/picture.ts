import { type ServerProcess, startProcess } from './process.ts';

/**
 * A light moving picture on the root window: a turning wire frame that bounces about, some 25 frames a
 * second. It selects no input, so a witness on the same display sees every event.
 */
export function startPicture(display: string): Promise<ServerProcess> {
  return startProcess(
    'ico',
    ['-r', '-faces', '-sleep', '0.04', '-colors', 'red', 'green', 'blue', 'yellow'],
    {
      env: { DISPLAY: display },
    },
  );
}
