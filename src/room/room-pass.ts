import { toBase64url } from '../model/room/base64url.ts';
import { InviteSecret } from './invite-secret.ts';
import { type MemberKeys, makeMemberKeys } from './member-keys.ts';
import type { RoomClientOptions } from './room-client-options.ts';

const ROOM_BYTES = 16;
const SECRET_BYTES = 32;

/** With which one comes into a room. */
export interface RoomPass {
  readonly room: string;
  readonly inviteKey: string;
  readonly keys: MemberKeys;
  readonly secret: InviteSecret;
  readonly proof: string;
  readonly card: string;
}

/** Keys of this member, and the room's name and invite; a room that is begun gets both here. */
export async function makePass({ link, crypto, name }: RoomClientOptions): Promise<RoomPass> {
  const random = (bytes: number) => toBase64url(crypto.getRandomValues(new Uint8Array(bytes)));
  const room = link.type === 'join' ? link.room : random(ROOM_BYTES);
  const inviteKey = link.type === 'join' ? link.key : random(SECRET_BYTES);
  const [keys, secret] = await Promise.all([
    makeMemberKeys(crypto),
    InviteSecret.open(crypto, room, inviteKey),
  ]);
  const [proof, card] = await Promise.all([secret.prove(keys), secret.sealCard(name, keys)]);
  return { room, inviteKey, keys, secret, proof, card };
}
