import { createHmac } from 'node:crypto';
import type { MemberId } from '../model/room/member.ts';
import type { TurnServer } from '../model/room/room-message.ts';

export interface TurnOptions {
  readonly urls: readonly string[];
  /** coturn's static-auth-secret. */
  readonly secret: string;
  readonly lifeMs: number;
}

/** Credentials that end by themselves, as coturn checks them with use-auth-secret. */
export function turnServer(
  { urls, secret, lifeMs }: TurnOptions,
  member: MemberId,
  wallMs: number,
): TurnServer {
  const username = `${Math.floor((wallMs + lifeMs) / 1000)}:${member}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { urls, username, credential };
}
