// Counts the rectangles that noVNC itself decodes, by encoding: the second opinion beside our own parser.
// Works on RFB's private parts of the releases pinned in package.json.
export function countRects(rfb) {
  const counts = {};
  const count = (encoding) => {
    counts[encoding] = (counts[encoding] ?? 0) + 1;
  };
  if (rfb._encHandlers) {
    // 1.0: one handler per encoding, which lowers the number of rectangles left when it is done with one.
    for (const [encoding, handle] of Object.entries(rfb._encHandlers)) {
      rfb._encHandlers[encoding] = () => {
        const before = rfb._FBU.rects;
        const result = handle();
        if (rfb._FBU.rects < before) count(encoding);
        return result;
      };
    }
  } else {
    const handle = rfb._handleRect;
    rfb._handleRect = () => {
      const { encoding } = rfb._FBU;
      const done = handle.call(rfb);
      if (done) count(encoding);
      return done;
    };
  }
  window.rectCounts = counts;
}
