import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../../../src/model/rfb/messages.ts';
import { Wire } from '../../../../src/model/rfb/wire.ts';
import { EXTENSION, readRecording, recordingFiles } from '../../../recordings/format.ts';
import { PROPERTY_RUNS } from '../../../support/property-runs.ts';
import * as server from '../../../support/rfb-server-bytes.ts';
import { arbitraryNovncRect, arbitraryOtherMessage, arbitraryUpdate } from './arbitrary-server.ts';
import { loadNovnc } from './novnc-reader.ts';
import { chop, desyncOf, readChunks } from './read-server.ts';

const data13 = [0, 1, 2, 5, 7, -260];
const pseudo13 = [-223, -224, -239, -258, -307, -308, 0x574d5664];
interface Version {
  readonly name: string;
  /** Folder of its files. */
  readonly root: string;
  /** Encodings of pixels it has a decoder for. */
  readonly data: readonly number[];
  /** Pseudo-encodings it reads. */
  readonly pseudo: readonly number[];
  /** Whether its Tight decoder knows the gradient filter. */
  readonly gradient: boolean;
}

const versions: readonly Version[] = [
  { name: '1.3.0', root: 'node_modules/novnc-1.3/core', data: data13, pseudo: pseudo13, gradient: false },
  {
    name: '1.4.0',
    root: 'node_modules/novnc-1.4/core',
    data: [...data13, 16, 21],
    pseudo: pseudo13,
    gradient: false,
  },
  {
    name: '1.5.0',
    root: 'node_modules/novnc-1.5/lib',
    data: [...data13, 16, 21],
    pseudo: [...pseudo13, -261],
    gradient: true,
  },
  {
    name: '1.7.0',
    root: 'node_modules/@novnc/novnc/core',
    data: [...data13, 16, 21, 6, 50],
    pseudo: [...pseudo13, -261, -316],
    gradient: true,
  },
];

/** What follows ServerInit in a recording of noVNC. */
function recordedMessages(name: string): Uint8Array[] {
  const wire = new Wire();
  let initEndByte: number | null = null;
  const server: Uint8Array[] = [];
  for (const { direction, bytes } of readRecording(name).chunks) {
    if (direction === 'client') {
      wire.client(bytes);
    } else if (initEndByte !== null) {
      server.push(bytes);
    } else {
      const atByte = wire.serverBytes;
      const init = wire.server(bytes).find((event) => event.type === 'server-init');
      if (init === undefined) continue;
      initEndByte = init.endByte;
      if (initEndByte - atByte < bytes.length) server.push(bytes.subarray(initEndByte - atByte));
    }
  }
  return server;
}

const endsOf = (events: readonly ServerEvent[]): number[] =>
  events.flatMap((event) => ('endByte' in event ? [event.endByte] : []));

describe('noVNC 1.7, given what real servers sent to noVNC', () => {
  const recordings = recordingFiles()
    .map((file) => basename(file, EXTENSION))
    .filter((name) => readRecording(name).meta.client.name === 'novnc');

  it.each(recordings)('ends every message of %s where we do', async (name) => {
    const latest = versions.at(-1)!;
    const newNovnc = await loadNovnc(latest.root, latest.data, 'of a session');
    const chunks = recordedMessages(name);
    expect(chunks.length).toBeGreaterThan(0);
    expect(newNovnc().read(chunks)).toEqual(endsOf(readChunks(chunks)));
  });
});

const VMWARE_CURSOR = 0x574d5664;

describe.each(versions)('noVNC $name', ({ root, data, pseudo, gradient }) => {
  it('ends every message where we do', async () => {
    const newNovnc = await loadNovnc(root, data, 'of a rectangle');
    const known = new Set([...data, ...pseudo]);
    const message = fc.oneof(
      { weight: 3, arbitrary: arbitraryUpdate(arbitraryNovncRect({ gradient })) },
      { weight: 1, arbitrary: arbitraryOtherMessage() },
    );
    const messages = fc
      .array(message, { minLength: 1, maxLength: 5 })
      .filter((pieces) => pieces.every((piece) => piece.encodings.every((encoding) => known.has(encoding))));
    const cutting = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(messages, cutting, (pieces, fractions) => {
        // noVNC waits for three bytes of a Tight length even when it has one: bells behind it let it finish.
        const bytes = server.join(...pieces.map((piece) => piece.bytes), server.bell(), server.bell());
        // A VMware cursor header split in two makes noVNC read past its bytes: a defect of its own.
        const whole = pieces.some((piece) => piece.encodings.includes(VMWARE_CURSOR));
        const cuts = whole ? [] : fractions.map((fraction) => Math.floor(fraction * bytes.length));
        const chunks = chop(bytes, cuts);
        const events = readChunks(chunks);
        expect(desyncOf(events)).toBeUndefined();
        expect(newNovnc().read(chunks)).toEqual(endsOf(events));
      }),
      { numRuns: Math.max(1, Math.ceil(Math.min(PROPERTY_RUNS, 5000) / 20)) },
    );
  });
});
