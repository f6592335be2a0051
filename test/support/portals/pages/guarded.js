// A portal with the plugin built in, told what to do by the query (see PortalQuery). What happens is written to attributes of
// <html>, as in portal.js; what the plugin told is in window.told.
const root = document.documentElement;
const query = new URLSearchParams(location.search);
const told = { viewOnly: [], states: [], blocked: [], faults: [], records: 0, snapshots: 0 };
window.told = told;

function show(status, detail = '') {
  root.dataset.status = status;
  root.dataset.detail = detail;
}

/** A socket that is open before it is given away. */
function openSocket(url) {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error('the socket did not open')));
  });
}

/** A data channel to a peer in this page, which carries everything to and from the socket. */
async function dataChannel(url) {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({ candidate }) => far.addIceCandidate(candidate);
  far.onicecandidate = ({ candidate }) => near.addIceCandidate(candidate);
  const channel = near.createDataChannel('vnc');
  far.ondatachannel = ({ channel: end }) => {
    end.binaryType = 'arraybuffer';
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const waiting = [];
    end.onmessage = ({ data }) => (socket.readyState === 1 ? socket.send(data) : waiting.push(data));
    socket.onopen = () => {
      for (const data of waiting) socket.send(data);
    };
    socket.onmessage = ({ data }) => {
      for (let at = 0; at < data.byteLength; at += 16_000) end.send(data.slice(at, at + 16_000));
    };
    socket.onclose = () => end.close();
  };
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription);
  return channel;
}

/** Notes each time that somebody sets viewOnly. */
function noteViewOnly(rfb) {
  const { get, set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(rfb), 'viewOnly');
  Object.defineProperty(rfb, 'viewOnly', {
    get: () => get.call(rfb),
    set: (value) => {
      told.viewOnly.push(value);
      set.call(rfb, value);
    },
  });
}

async function connect() {
  const { default: RFB } = await import(root.dataset.entry);
  const { guard } = window.RiceNovnc ?? (await import('/plugin/index.js'));
  const url = query.get('url');
  const way = query.get('way');
  const from = way === 'open' ? await openSocket(url) : way === 'data-channel' ? await dataChannel(url) : url;
  const channel = guard(from, JSON.parse(query.get('options') ?? '{}'));
  channel.on('state', ({ state, guarding }) => told.states.push(`${guarding} ${state}`));
  channel.on('blocked', ({ reason }) => told.blocked.push(reason));
  channel.on('fault', ({ code }) => told.faults.push(code));
  channel.on('record', ({ entries }) => {
    told.records += entries.length;
  });
  channel.on('snapshot', () => {
    told.snapshots += 1;
  });
  show('connecting');
  const rfb = new RFB(document.getElementById('screen'), channel);
  noteViewOnly(rfb);
  channel.attach(rfb);
  Object.assign(window, { rfb, channel });
  rfb.addEventListener('connect', () => show('connected'));
  rfb.addEventListener('disconnect', (event) =>
    show('disconnected', event.detail.clean ? 'clean' : 'not clean'),
  );
  rfb.scaleViewport = query.get('resize') === 'scale';
  rfb.resizeSession = query.get('resize') === 'remote';
}

show('loading');
connect().catch((error) => show('failed', String(error)));
