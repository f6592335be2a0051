import { type ServerProcess, startProcess } from './process.ts';

export interface XServer extends ServerProcess {
  /** For the DISPLAY variable of X11 clients, e.g. ":3". */
  readonly display: string;
}

/**
 * Starts an X server (Xvfb, Xvnc) that chooses its own free display: `-displayfd 3` makes it try numbers
 * until one is free and write that number once clients can connect.
 */
export async function startXServer(
  command: string,
  args: readonly string[],
  readyWhen?: RegExp,
): Promise<XServer> {
  let number = '';
  let gotDisplay: () => void = () => {};
  const displayKnown = new Promise<void>((resolve) => {
    gotDisplay = resolve;
  });
  const server = await startProcess(command, ['-displayfd', '3', '-nolisten', 'tcp', ...args], {
    onFd3: (text) => {
      number += text;
      if (number.endsWith('\n')) gotDisplay();
    },
    ...(readyWhen ? { readyWhen } : {}),
  });
  const ended = server.exited.then(() => {
    throw new Error(`[servers] ${command} ended before it had a display; its log:\n${server.log()}`);
  });
  await Promise.race([displayKnown, ended]);
  ended.catch(() => {});
  return { ...server, display: `:${number.trim()}` };
}
