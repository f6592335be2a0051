// A portal as plain as it can be: real noVNC, told what to do by the query (see PortalQuery). What happens is
// written to attributes of <html> for the tests: data-status is loading, connecting, connected, disconnected
// or failed; data-detail says why, data-connects how often it was connected.
const root = document.documentElement;
// A page in a srcdoc or about:blank frame has no query of its own: its parent writes it into the attribute.
const query = new URLSearchParams(root.dataset.query ?? location.search);

function show(status, detail = '') {
  root.dataset.status = status;
  root.dataset.detail = detail;
  document.title = `noVNC ${root.dataset.release}: ${status}`;
}

async function connect() {
  const { default: RFB } = await import(root.dataset.entry);
  const { countRects } = query.has('countRects') ? await import('./count-rects.js') : {};
  const options = {};
  if (query.has('password')) {
    options.credentials = { username: query.get('username') ?? '', password: query.get('password') };
  }
  show('connecting');
  const rfb = new RFB(document.getElementById('screen'), query.get('url'), options);
  window.rfb = rfb;
  countRects?.(rfb);
  rfb.addEventListener('connect', () => {
    root.dataset.connects = String(Number(root.dataset.connects ?? 0) + 1);
    show('connected');
  });
  rfb.addEventListener('disconnect', (event) => {
    show(
      'disconnected',
      [event.detail.clean ? 'clean' : 'not clean', root.dataset.security].join(' ').trim(),
    );
    if (query.has('reconnect')) setTimeout(connect, 100);
  });
  rfb.addEventListener('securityfailure', (event) => {
    root.dataset.security = `security failure ${event.detail.status} ${event.detail.reason ?? ''}`;
  });
  rfb.addEventListener('credentialsrequired', () => show('connecting', 'credentials required'));
  rfb.viewOnly = query.get('viewOnly') === 'true';
  rfb.resizeSession = query.get('resize') === 'remote';
  rfb.scaleViewport = query.get('resize') === 'scale';
  rfb.clipViewport = query.get('resize') === 'clip';
  if (query.has('quality')) rfb.qualityLevel = Number(query.get('quality'));
  if (query.has('compression')) rfb.compressionLevel = Number(query.get('compression'));
}

show('loading');
connect().catch((error) => show('failed', String(error)));
