// A page that uses WebSocket for things that are not VNC, and looks closely at what it gets. Every check must
// hold in a browser without extensions; with one loaded, a failure means that the extension shows.
// data-result is "passed" or the failures, one a line.
const base = `ws://${location.host}`;
const failures = [];

function check(what, condition) {
  if (!condition) failures.push(what);
}

function throws(what, name, action) {
  try {
    action();
    failures.push(`${what}: nothing thrown`);
  } catch (error) {
    check(`${what}: threw ${error.name}, not ${name}`, error.name === name);
  }
}

const opened = (socket) => new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
const closed = (socket) =>
  new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
const message = (socket) =>
  new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));

const bytesOf = async (data) => new Uint8Array(data instanceof Blob ? await data.arrayBuffer() : data);
const same = (left, right) => left.length === right.length && left.every((byte, i) => byte === right[i]);

const checks = {
  'the constructor looks native'() {
    check('name', WebSocket.name === 'WebSocket');
    check('length', WebSocket.length === 1);
    check('source text', /\[native code\]/.test(Function.prototype.toString.call(WebSocket)));
    check(
      'send source text',
      /\[native code\]/.test(Function.prototype.toString.call(WebSocket.prototype.send)),
    );
    check(
      'send name and length',
      WebSocket.prototype.send.name === 'send' && WebSocket.prototype.send.length === 1,
    );
    check('constructor', WebSocket.prototype.constructor === WebSocket);
    for (const [name, value] of Object.entries({ CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 })) {
      check(`static ${name}`, WebSocket[name] === value && WebSocket.prototype[name] === value);
      check(`static ${name} is constant`, !Object.getOwnPropertyDescriptor(WebSocket, name).writable);
    }
    const property = Object.getOwnPropertyDescriptor(window, 'WebSocket');
    check(
      'the global is an ordinary data property',
      property.writable && property.configurable && !property.enumerable,
    );
    throws('call without new', 'TypeError', () => WebSocket(base));
    throws('no URL', 'TypeError', () => new WebSocket());
    throws('bad URL', 'SyntaxError', () => new WebSocket('ws://['));
    throws('doubled sub-protocol', 'SyntaxError', () => new WebSocket(base, ['a', 'a']));
    throws('send of a stranger', 'TypeError', () => WebSocket.prototype.send.call({}, 'x'));
  },

  async 'an instance is a plain WebSocket'() {
    const socket = new WebSocket(`${base}/echo`, ['chat', 'other']);
    check('instanceof', socket instanceof WebSocket && socket instanceof EventTarget);
    check('tag', Object.prototype.toString.call(socket) === '[object WebSocket]');
    check('prototype', Object.getPrototypeOf(socket) === WebSocket.prototype);
    check(
      'no own keys',
      Reflect.ownKeys(socket).every((key) => key === 'isTrusted'),
    );
    check('state at first', socket.readyState === WebSocket.CONNECTING);
    throws('send while connecting', 'InvalidStateError', () => socket.send('early'));
    await opened(socket);
    check('protocol', socket.protocol === 'chat');
    check('url', socket.url === `${base}/echo`);
    check('extensions', typeof socket.extensions === 'string');
    check('binaryType', socket.binaryType === 'blob');
    throws('send of nothing', 'TypeError', () => socket.send());
    check('send returns nothing', socket.send('x') === undefined);
    check('bufferedAmount', typeof socket.bufferedAmount === 'number');
    throws('close code', 'InvalidAccessError', () => socket.close(1));
    socket.close(3001, 'done');
    check('state when closing', socket.readyState === WebSocket.CLOSING);
    const event = await closed(socket);
    check('close event', event.code === 3001 && event.reason === 'done' && event.wasClean && event.isTrusted);
  },

  async 'text, blobs, buffers and views come back as they went, in order'() {
    const socket = new WebSocket(`${base}/echo`);
    socket.binaryType = 'arraybuffer';
    await opened(socket);
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
    const sent = [
      ['text', 'grüße €', 'grüße €'],
      ['array buffer', bytes.buffer, bytes],
      ['view with an offset', bytes.subarray(10, 20), bytes.slice(10, 20)],
      ['data view', new DataView(bytes.buffer, 4, 8), bytes.slice(4, 12)],
      ['blob', new Blob([bytes, 'tail']), Uint8Array.from([...bytes, ...new TextEncoder().encode('tail')])],
      ['empty text', '', ''],
      ['empty buffer', new ArrayBuffer(0), new Uint8Array(0)],
      ['text like a greeting', 'RFB 003.008\n', 'RFB 003.008\n'],
      ['a number', 42, '42'],
    ];
    const arrived = [];
    const all = new Promise((resolve) => {
      socket.onmessage = ({ data }) => {
        arrived.push(data);
        if (arrived.length === sent.length) resolve();
      };
    });
    for (const [, value] of sent) socket.send(value);
    await all;
    sent.forEach(([what, , expected], i) => {
      const got = arrived[i];
      check(what, typeof expected === 'string' ? got === expected : same(new Uint8Array(got), expected));
    });
    socket.binaryType = 'blob';
    socket.send(bytes);
    const { data } = await message(socket);
    check('blob arrives as blob', data instanceof Blob && same(await bytesOf(data), bytes));
    socket.close();
  },

  async 'a buffer changed after send was sent as it had been'() {
    const socket = new WebSocket(`${base}/echo`);
    socket.binaryType = 'arraybuffer';
    await opened(socket);
    const bytes = Uint8Array.of(1, 2, 3, 4);
    socket.send(bytes.subarray(0, 4));
    bytes.fill(9);
    const { data } = await message(socket);
    check('old content', same(new Uint8Array(data), [1, 2, 3, 4]));
    socket.close();
  },

  async 'listeners and onmessage run in the order they were added'() {
    const socket = new WebSocket(`${base}/echo`);
    await opened(socket);
    const calls = [];
    socket.addEventListener('message', () => calls.push('first'));
    socket.onmessage = () => calls.push('replaced');
    socket.addEventListener('message', { handleEvent: () => calls.push('object') });
    const removed = () => calls.push('removed');
    socket.addEventListener('message', removed);
    socket.addEventListener('message', () => calls.push('once'), { once: true });
    socket.addEventListener('message', () => calls.push('last'));
    socket.removeEventListener('message', removed);
    const handler = function (event) {
      calls.push('property');
      check('this of onmessage', this === socket);
      check('target', event.target === socket && event.currentTarget === socket);
      check('trusted', event.isTrusted);
      check('origin', event.origin === base);
      check('class', event instanceof MessageEvent && event.type === 'message');
      check('phase', event.eventPhase === Event.AT_TARGET);
    };
    socket.onmessage = handler;
    check('onmessage reads back', socket.onmessage === handler);
    socket.send('x');
    await message(socket);
    check(`order ${calls}`, calls.join() === 'first,property,object,once,last');
    calls.length = 0;
    socket.send('x');
    await message(socket);
    check(`second time ${calls}`, calls.join() === 'first,property,object,last');
    calls.length = 0;
    socket.onmessage = null;
    socket.dispatchEvent(new MessageEvent('message', { data: 'made here' }));
    check(`own event ${calls}`, calls.join() === 'first,object,last');
    socket.close();
  },

  async 'a page can stop the rest of its listeners'() {
    const socket = new WebSocket(`${base}/echo`);
    await opened(socket);
    const calls = [];
    const stopped = new Promise((resolve) => {
      socket.addEventListener('message', (event) => {
        calls.push('stopper');
        event.stopImmediatePropagation();
        resolve();
      });
    });
    socket.onmessage = () => calls.push('never');
    socket.send('x');
    await stopped;
    // Promises go on between two listeners of one event, a timer only behind the last of them.
    await new Promise((resolve) => setTimeout(resolve, 0));
    check(`calls ${calls}`, calls.join() === 'stopper');
    socket.close();
  },

  async 'a subclass works'() {
    class Chat extends WebSocket {
      sentCount = 0;
      constructor(room) {
        super(`${base}/echo?${room}`);
      }
      send(data) {
        this.sentCount += 1;
        super.send(`${data}!`);
      }
      get ready() {
        return this.readyState === Chat.OPEN;
      }
    }
    const chat = new Chat('lab');
    check('instanceof both', chat instanceof Chat && chat instanceof WebSocket);
    check('constructor', chat.constructor === Chat && Object.getPrototypeOf(Chat) === WebSocket);
    check('statics', Chat.OPEN === 1);
    await opened(chat);
    check('getter', chat.ready);
    chat.send('hi');
    const { data } = await message(chat);
    check('own send', data === 'hi!' && chat.sentCount === 1);
    const reflected = Reflect.construct(WebSocket, [`${base}/echo`], Chat);
    check('Reflect.construct', Object.getPrototypeOf(reflected) === Chat.prototype);
    reflected.close();
    chat.close();
  },

  async 'a server that closes is seen as it closes'() {
    const socket = new WebSocket(`${base}/echo`);
    await opened(socket);
    const closing = closed(socket);
    socket.send('close 4001 bye');
    const event = await closing;
    check('code and reason', event.code === 4001 && event.reason === 'bye' && event.wasClean);
    check('send after close is silent', socket.send('late') === undefined);
    check('buffered after close', socket.bufferedAmount >= 4);
  },

  async 'a refused connection fails as ever'() {
    const socket = new WebSocket('ws://localhost:9/');
    const events = [];
    socket.onerror = (event) => events.push(event.type);
    const { code, wasClean } = await closed(socket);
    check('error, then close 1006', events.join() === 'error' && code === 1006 && !wasClean);
  },

  async 'bytes that only begin like VNC arrive unchanged in both directions'() {
    const socket = new WebSocket(`${base}/fake-rfb`);
    socket.binaryType = 'arraybuffer';
    const chunks = [];
    const sent = Array.from({ length: 50 }, (_, i) =>
      Uint8Array.from({ length: 1 + ((i * 37) % 200) }, (_, j) => (i * 131 + j * 29) & 0xff),
    );
    const all = new Promise((resolve) => {
      socket.onmessage = ({ data }) => {
        chunks.push(new Uint8Array(data));
        if (chunks.length === sent.length + 1) resolve();
      };
    });
    await opened(socket);
    for (const chunk of sent) socket.send(chunk);
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 20_000))]);
    check('greeting', same(chunks[0] ?? [], new TextEncoder().encode('RFB 003.008\n')));
    check(`${chunks.length - 1} chunks of ${sent.length}`, chunks.length === sent.length + 1);
    check(
      'all equal',
      sent.every((chunk, i) => same(chunks[i + 1] ?? [], chunk)),
    );
    socket.close();
  },

  async 'the base64 sub-protocol passes as text'() {
    const socket = new WebSocket(`${base}/base64`, ['base64']);
    const greeting = message(socket);
    await opened(socket);
    check('protocol', socket.protocol === 'base64');
    check('greeting', atob((await greeting).data) === 'RFB 003.008\n');
    // A pointer event, as an old noVNC would write it.
    const pointer = btoa(String.fromCharCode(5, 1, 0, 10, 0, 20));
    socket.send(pointer);
    check('echo', (await message(socket)).data === pointer);
    socket.close();
  },
};

for (const [name, run] of Object.entries(checks)) {
  const before = failures.length;
  try {
    await Promise.race([
      run(),
      new Promise((_, reject) => setTimeout(() => reject(new Error('not finished in 30 s')), 30_000)),
    ]);
  } catch (error) {
    failures.push(String(error));
  }
  for (let i = before; i < failures.length; i++) failures[i] = `${name}: ${failures[i]}`;
}
document.documentElement.dataset.result = failures.length === 0 ? 'passed' : failures.join('\n');
document.getElementById('report').textContent = document.documentElement.dataset.result;
