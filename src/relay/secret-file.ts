import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECRET_BYTES } from './tokens.ts';

const SECRET_FILE = 'secret';

/** The relay's own secret; made on the first start, for its own user alone. Without it, all links are void. */
export async function readSecret(directory: string): Promise<Uint8Array> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, SECRET_FILE);
  const handle = await open(path, 'wx', 0o600).catch(() => null);
  if (handle !== null) {
    try {
      await handle.writeFile(`${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  await chmod(path, 0o600);
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url');
  if (secret.length !== SECRET_BYTES)
    throw new Error(`${path} is damaged: remove it, and all links become void`);
  return new Uint8Array(secret);
}
