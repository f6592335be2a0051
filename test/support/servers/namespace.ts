/** A command line that runs inside of a network namespace, or as it is without one. */
export function inNamespace(
  namespace: string | undefined,
  command: string,
  args: readonly string[],
): { readonly command: string; readonly args: readonly string[] } {
  if (namespace === undefined) return { command, args };
  return { command: 'ip', args: ['netns', 'exec', namespace, command, ...args] };
}
