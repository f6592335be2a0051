/** What the runner's child does, without a run: the seed says what happens. */
import { resultOf } from './result-of.ts';

process.on('message', (plan: { readonly seed: number }) => {
  switch (plan.seed) {
    case 13:
      process.send?.('Error: no display');
      break;
    case 14:
      process.exit(3);
      break;
    case 15:
      break;
    case 16:
      process.send?.({ seed: 16 });
      break;
    default:
      process.send?.(resultOf({ ...plan, taskSeconds: process.pid }));
  }
});
process.on('disconnect', () => process.exit(0));
