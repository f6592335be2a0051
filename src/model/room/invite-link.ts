/**
 * What a link into a room holds, all of it in the fragment, which reaches no server.
 * - start: the relay allows to begin a room; there is no room yet, and no key
 * - join: a room, a token for it, and the key that shows the others that its bearer was invited
 */
export type InviteLink =
  | { readonly type: 'start'; readonly relay: string; readonly token: string }
  | {
      readonly type: 'join';
      /** Web origin of the relay, such as https://relay.example.org. */
      readonly relay: string;
      readonly room: string;
      readonly token: string;
      /** 32 bytes, base64url. */
      readonly key: string;
    };
