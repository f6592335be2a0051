import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromContentAboutProfiles } from '../../model/port/profile-message.ts';
import { profileLibraryDecoder, profileOutcomeDecoder } from '../../model/port/profile-message-decoder.ts';
import type { ProfileShelf } from '../../ui/editor/surroundings.ts';
import { extension } from './extension.ts';

/** The profiles of this document's portal, as the background keeps them. */
export const profileShelf: ProfileShelf = {
  list: async () => {
    const library = await ask({ type: 'portal-profiles' }, profileLibraryDecoder);
    return library.profiles;
  },
  save: (id, profile) => ask({ type: 'save-profile', id, profile }, profileOutcomeDecoder),
};

/** Rejects when there is no answer, or none that can be read: both mean that the extension is gone or another one. */
async function ask<T>(message: FromContentAboutProfiles, decoder: Decoder<T>): Promise<T> {
  const answer: unknown = await extension.runtime.sendMessage(message);
  const read = run(decoder, answer);
  if (!read.ok) throw new Error(`[editor] answer to ${message.type}: ${JSON.stringify(read.problems[0])}`);
  return read.value;
}
