import { useEffect, useState } from 'preact/hooks';

/** Draws the component again every `everyMs`, for what changes with time alone. */
export function useTicking(everyMs: number): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCount((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
