import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipFile } from '../../../src/pages/options/zip-file.ts';

/** Python's reader knows nothing of ours and checks every sum. */
const READ = `
import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps({name: archive.read(name).decode() for name in archive.namelist()}))
`;

test('an archive gives every file back byte by byte, names and contents beyond ASCII and an empty one too', async () => {
  const files = new Map([
    ['rice-record-lab.example.jsonl', '{"seq":0}\n{"seq":1}\n'],
    ['größe.jsonl', 'Größe 走査電子顕微鏡\n'],
    ['empty.jsonl', ''],
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'rice-zip-'));
  try {
    const path = join(folder, 'records.zip');
    writeFileSync(path, new Uint8Array(await zipFile(files).arrayBuffer()));
    expect(JSON.parse(execFileSync('python3', ['-c', READ, path], { encoding: 'utf8' }))).toEqual(
      Object.fromEntries(files),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
