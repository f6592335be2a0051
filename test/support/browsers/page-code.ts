const POLL_MS = 50;
/** No claim about speed: a machine with other work takes its time. What is timed says so itself. */
const UNTIL_TIMEOUT_MS = 30_000;

/** A function of the test with its argument as source text: one way for both browsers and all worlds. */
export function inPage<Result, Argument>(
  run: (argument: Argument) => Result | Promise<Result>,
  argument: Argument | undefined,
): string {
  // tsx names functions through __name, which does not exist in the page.
  return `((__name) => (${run.toString()})(${JSON.stringify(argument)}))((f) => f)`;
}

/** Asks until the answer is yes. From outside: a page's own polling stops with its frames and under its CSP. */
export async function poll(holds: () => Promise<boolean>, timeoutMs = UNTIL_TIMEOUT_MS): Promise<void> {
  const giveUpAtMs = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAtMs) throw new Error(`[browsers] not so within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
