import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { setEncodings } from '../rfb-bytes.ts';
import { raw, update } from '../rfb-server-bytes.ts';
import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { CORNER } from './shared/deeds.ts';
import { A } from './shared/keys.ts';

/** The page's own entry for its quality (rfbproto, -32 to -23). */
const QUALITY_6 = -26;

export const QUALITY: Chapter = {
  name: 'the quality of the picture',
  play: (b) => {
    connected(b);
    b.protocolMessage(setEncodings([ENCODING.raw, ENCODING.fence, QUALITY_6]));
    b.server(update([raw(CORNER)]));
    b.run(100);
    b.command({ type: 'focus', on: true });
    b.run(200);
    b.command({ type: 'full-quality' });
    b.run(1500);
    b.command({ type: 'focus', on: false });
    b.type(A);
    b.close();
  },
};
