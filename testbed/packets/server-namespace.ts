import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { ip } from './ip.ts';

/** A namespace says who made it, so that one whose maker is gone can be told. */
const NAMED_BY_MAKER = /^rice-(\d+)-/;

/** A network namespace for servers, with loopback and no way out. */
export interface ServerNamespace {
  readonly name: string;
  remove(): Promise<void>;
}

let made = 0;

/** Makes one, and removes those that processes before this one left behind. */
export async function makeServerNamespace(): Promise<ServerNamespace> {
  await removeStale();
  made += 1;
  const name = `rice-${process.pid}-${made}`;
  await ip(`netns add ${name}`);
  await ip('link set lo up', name);
  return { name, remove: async () => void (await ip(`netns del ${name}`)) };
}

async function removeStale(): Promise<void> {
  const names = await readdir('/run/netns').catch((): string[] => []);
  for (const name of names) {
    const maker = NAMED_BY_MAKER.exec(name)?.[1];
    // Somebody else may have been quicker.
    if (maker !== undefined && !existsSync(`/proc/${maker}`)) await ip(`netns del ${name}`).catch(() => {});
  }
}
