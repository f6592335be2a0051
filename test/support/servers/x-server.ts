import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { inNamespace } from './namespace.ts';
import { type ServerProcess, startProcess } from './process.ts';

export interface XServer extends ServerProcess {
  /** For the DISPLAY variable of X11 clients, e.g. ":3". */
  readonly display: string;
}

/**
 * Starts an X server (Xvfb, Xvnc) that chooses its own free display: `-displayfd 3` makes it try numbers
 * until one is free and write that number once clients can connect. In a network namespace its display is there for all,
 * its ports are not; and it does not see there who else has a number, so it is given one.
 */
export async function startXServer(
  command: string,
  args: readonly string[],
  readyWhen?: RegExp,
  namespace?: string,
): Promise<XServer> {
  let number = '';
  let gotDisplay: () => void = () => {};
  const displayKnown = new Promise<void>((resolve) => {
    gotDisplay = resolve;
  });
  const given = namespace === undefined ? [] : [freeDisplay()];
  const line = inNamespace(namespace, command, [...given, '-displayfd', '3', '-nolisten', 'tcp', ...args]);
  const server = await startProcess(line.command, line.args, {
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

/**
 * A server that looks for a free number tries to bind the abstract socket of each, and those are apart per network
 * namespace: two servers would take `:0`, and the later one the other's socket file.
 */
function freeDisplay(): string {
  for (;;) {
    const number = randomInt(1000, 50_000);
    if (!existsSync(`/tmp/.X11-unix/X${number}`)) return `:${number}`;
  }
}
