import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecording, recordingFiles } from './format.ts';

const indexFile = fileURLToPath(new URL('./streams/index.json', import.meta.url));

/** Writes streams/index.json: what each recording holds, for people and for tests that choose among them. */
export function writeIndex(): void {
  const rows = recordingFiles().map((file) => {
    const { name, server, client, protocol, security, bitsPerPixel, rects, ...rest } =
      readRecording(file).meta;
    return {
      name,
      server: `${server.name} ${server.version}`,
      client: `${client.name} ${client.version}`,
      handshake: `${protocol} ${security}`,
      bitsPerPixel,
      rects,
      serverBytes: rest.serverBytes,
      clientBytes: rest.clientBytes,
      fileBytes: statSync(file).size,
      note: rest.note,
    };
  });
  writeFileSync(indexFile, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
}
