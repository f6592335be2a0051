import { STRICT_POLICY } from '../../src/model/policy/policy.ts';

/** Messages kept for the test; a session makes a handful. */
const MAX_HEARD = 1000;

interface Runtime {
  readonly onMessage: {
    addListener(
      listener: (
        message: { readonly type: string },
        sender: unknown,
        answer: (value: unknown) => void,
      ) => boolean,
    ): void;
  };
}
declare const chrome: { readonly runtime: Runtime };

const heard: unknown[] = [];
Object.assign(globalThis, { heard });

chrome.runtime.onMessage.addListener((message, _sender, answer) => {
  if (heard.length < MAX_HEARD) heard.push(message);
  answer(message.type === 'site-settings' ? { policy: STRICT_POLICY, profiles: [], problemCount: 0 } : null);
  return false;
});
