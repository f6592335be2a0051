import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decompressBlock } from 'lz4js';

/** How Firefox begins what it packs: the session store that would bring back what was typed (mozilla "mozLz4"). */
const PACKED_MARK = 'mozLz40\0';
const PACKED_HEADER_BYTES = PACKED_MARK.length + 4;

/**
 * All that is on disk below a folder, one character a byte, by the path below the folder. What Firefox packs stands
 * there unpacked, but for the databases of storage.local, in which a word may be cut: those are read through the
 * extension.
 */
export async function contentOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const texts = new Map<string, string>();
  for (const file of files) {
    // A browser that runs takes its files away.
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    texts.set(file.slice(folder.length), unpacked(bytes).toString('latin1'));
  }
  return texts;
}

function unpacked(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, PACKED_MARK.length) !== PACKED_MARK) return bytes;
  const text = Buffer.alloc(bytes.readUInt32LE(PACKED_MARK.length));
  decompressBlock(bytes, text, PACKED_HEADER_BYTES, bytes.length - PACKED_HEADER_BYTES, 0);
  return text;
}
