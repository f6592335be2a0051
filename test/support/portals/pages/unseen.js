// Opens WebSockets where no hook can be, or where one is: ?via=worker, srcdoc or ordinary. data-status is "open" when
// all of them are.
const url = `${location.origin.replace('http', 'ws')}/echo`;
const via = new URLSearchParams(location.search).get('via');
const opened = (socket) => new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
// Kept, so that nothing is collected while the test looks.
const kept = [];

switch (via) {
  case 'worker': {
    const code = `const socket = new WebSocket(${JSON.stringify(url)}); socket.onopen = () => postMessage('open');`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    kept.push(worker);
    await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
    break;
  }
  case 'srcdoc': {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<p>portal</p>';
    document.body.append(frame);
    const socket = new frame.contentWindow.WebSocket(url);
    kept.push(socket);
    await opened(socket);
    break;
  }
  case 'ordinary': {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const sockets = [
      new WebSocket(url),
      new WebSocket(`${url}?token=secret`, ['chat']),
      new frame.contentWindow.WebSocket(url),
    ];
    kept.push(...sockets);
    await Promise.all(sockets.map(opened));
    // Tries that fail, as of a portal whose server is down; and one that the network never hears of.
    for (let i = 0; i < 3; i++) kept.push(new WebSocket(`ws://${location.hostname}:9/`));
    sockets[0].close();
    kept.push(new WebSocket(url));
    await opened(kept.at(-1));
    break;
  }
}
globalThis.kept = kept;
document.documentElement.dataset.status = 'open';
