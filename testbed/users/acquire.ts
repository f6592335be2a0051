import type { Person } from './person.ts';
import type { Script } from './script.ts';
import { ACQUIRE_WITHIN_MS, SETTLE_MS } from './user-parameters.ts';

/** Shows the picture alone and takes one, until there is a new one. */
export function* acquire(person: Person): Script {
  const { eyes } = person;
  const before = eyes.pose.acquired;
  const isTaken = (): boolean => eyes.pose.acquired !== before;
  for (;;) {
    if (eyes.pose.view === 'quad') {
      const toggle = person.purpose('view-toggle');
      yield* person.insist(
        toggle,
        () => person.click('viewToggle', toggle),
        () => eyes.pose.view === 'single',
      );
      yield* person.judge();
      continue;
    }
    if (isTaken()) {
      yield* person.pause(SETTLE_MS);
      if (eyes.pose.view === 'single') return;
      continue;
    }
    const shot = person.purpose('acquire');
    const isBegun = yield* person.insist(
      shot,
      () => person.click('acquire', shot),
      () => eyes.pose.isAcquiring || isTaken(),
    );
    if (isBegun) yield* person.watch(() => isTaken() || eyes.pose.view === 'quad', ACQUIRE_WITHIN_MS);
    yield* person.judge();
  }
}
