import { randomBytes } from 'node:crypto';
import type { Tokens } from './tokens.ts';

/** A link whose bearer may begin rooms. Its token is in the fragment, which reaches no server. */
export async function startLink(tokens: Tokens, origin: string, endsAtMs: number): Promise<string> {
  const jti = randomBytes(12).toString('base64url');
  const exp = Math.floor(endsAtMs / 1000);
  const token = await tokens.mint({ room: null, role: 'owner', jti, exp, uses: 0, lobby: false });
  return `${origin}/j#s=${token}`;
}
