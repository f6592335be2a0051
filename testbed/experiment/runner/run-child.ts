/** Does the runs that its parent sends, one at a time, and answers with a result or with what went wrong. */
import { run as decode } from '../../../src/model/decode/decode.ts';
import { score } from '../score.ts';
import { planDecoder } from './plan-decoder.ts';
import { RealmRuns } from './realm-runs.ts';

const runs = new RealmRuns();
let isEnding = false;

process.on('message', (message: unknown) => {
  const plan = decode(planDecoder, message);
  if (!plan.ok) {
    process.send?.(`no plan: ${JSON.stringify(plan.problems)}`);
    return;
  }
  runs.observe(plan.value).then(
    (run) => process.send?.(score(run)),
    (error: unknown) =>
      process.send?.(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
});
process.on('SIGTERM', end);
// The parent has gone: nobody is left to tell.
process.on('disconnect', end);

function end(): void {
  if (isEnding) return;
  isEnding = true;
  runs.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
