import type { InstrumentProfile, ProfileBinding } from '../../model/policy/instrument-profile.ts';
import type { ProfileOutcome, StoredProfile } from '../../model/port/profile-message.ts';
import type { Messages } from '../surroundings.ts';
import type { Rect, Size } from './geometry.ts';

/** Where the picture of the remote screen is in the window. */
export interface Picture {
  /** In CSS pixels of the window. */
  readonly box: Rect;
  /** The part of it that can be seen: scrolled containers cut the rest off. */
  readonly visible: Rect;
  readonly framebuffer: Size;
}

/** The profiles that are kept. Both reject when the extension is gone. */
export interface ProfileShelf {
  /** Those of this page's origin. */
  list(): Promise<readonly StoredProfile[]>;
  /** @param id of the stored profile that is written over; null: a new one */
  save(id: string | null, profile: InstrumentProfile): Promise<ProfileOutcome>;
}

/** All that the editor knows about the world outside. */
export interface EditorSurroundings {
  readonly messages: Messages;
  readonly shelf: ProfileShelf;
  /** The largest picture on the page now; null when there is none. */
  findPicture(): Picture | null;
  /** Size of the remote screen, as the server told it; null: not known. A smaller picture shows a part of it. */
  framebuffer(): Size | null;
  /** Calls back before every frame. Returns the way to stop. */
  everyFrame(callback: () => void): () => void;
  /** What a new profile is bound to. */
  readonly binding: ProfileBinding;
  /** Name of the profile that holds for the session now; '' if none does. */
  readonly instrument: string;
  /** Gives the user a file. */
  download(name: string, text: string): void;
  /** The editor is done and has to be removed. */
  onClose(): void;
}
