/** 1 January 1980, 00:00: the earliest a zip can say. The same content always gives the same archive. */
const DOS_DATE = 0x0021;
const UTF8_NAMES = 0x0800;
/** A plain file, readable by all: external attributes of Unix, in the upper half. */
const ATTRIBUTES = 0o100644 * 2 ** 16;

/**
 * A zip archive (APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16) of texts, stored and not compressed: whoever opens
 * it gets each file byte by byte, and a record of a hundred thousand lines takes no time.
 */
export function zipFile(files: ReadonlyMap<string, string>): Blob {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const [content, nameBytes] = [encoder.encode(text), encoder.encode(name)];
    // What the entry before the file and the one in the directory have in common.
    const common = fields(
      ...([
        [2, 20],
        [2, UTF8_NAMES],
        [2, 0],
        [2, 0],
        [2, DOS_DATE],
      ] as const),
      ...([
        [4, crc32(content)],
        [4, content.length],
        [4, content.length],
        [2, nameBytes.length],
      ] as const),
      [2, 0],
    );
    parts.push(fields([4, 0x0403_4b50]), common, nameBytes, content);
    directory.push(
      // Version made by: 3 is Unix, so that the attributes count.
      fields([4, 0x0201_4b50], [2, 0x0314]),
      common,
      fields([2, 0], [2, 0], [2, 0], [4, ATTRIBUTES], [4, offset]),
      nameBytes,
    );
    offset += 4 + common.length + nameBytes.length + content.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = fields(
    ...([
      [4, 0x0605_4b50],
      [2, 0],
      [2, 0],
      [2, files.size],
      [2, files.size],
    ] as const),
    ...([
      [4, directoryBytes],
      [4, offset],
      [2, 0],
    ] as const),
  );
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

/** Numbers one after the other, the lowest byte first. */
function fields(
  ...numbers: readonly (readonly [sizeBytes: 2 | 4, value: number])[]
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(numbers.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of numbers) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb8_8320 : rest >>> 1;
  return rest;
});

function crc32(bytes: Uint8Array): number {
  let rest = 0xffff_ffff;
  for (const byte of bytes) rest = (TABLE[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ 0xffff_ffff) >>> 0;
}
