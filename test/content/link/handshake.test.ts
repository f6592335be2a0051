import { describe, expect, it } from 'vitest';
import { type HandshakeWorld, type Role, shakeHands } from '../../../src/content/link/handshake.ts';
import { PageMessageEvent } from '../../support/message-event.ts';

/** One window seen by both worlds. */
class SharedWindow extends EventTarget {
  isLoading = true;
  readonly loading = new EventTarget();
  readonly laters: (() => void)[] = [];

  world(): HandshakeWorld {
    return {
      makeChannel: () => {
        const { port1, port2 } = new MessageChannel();
        return { mine: port1, theirs: port2 };
      },
      offer: (name, port) =>
        !this.dispatchEvent(new PageMessageEvent(name, { ports: [port], cancelable: true })),
      listen: (name, listener) => {
        this.addEventListener(name, listener, { capture: true });
        return () => this.removeEventListener(name, listener, { capture: true });
      },
      take: (event) => {
        event.stopImmediatePropagation();
        const port = (event as PageMessageEvent).ports[0] ?? null;
        if (port !== null) event.preventDefault();
        return port;
      },
      isLoading: () => this.isLoading,
      onLoadingChange: (callback) => {
        this.loading.addEventListener('change', callback);
        return () => this.loading.removeEventListener('change', callback);
      },
      later: (callback) => void this.laters.push(callback),
      closePort: (port) => port.close(),
    };
  }

  loaded(): void {
    this.isLoading = false;
    this.loading.dispatchEvent(new Event('change'));
  }
}

function meet(window: SharedWindow, role: Role): MessagePort[] {
  const ports: MessagePort[] = [];
  shakeHands(window.world(), role, (port) => ports.push(port));
  return ports;
}

async function hear(from: MessagePort, to: MessagePort): Promise<unknown> {
  const heard = new Promise((resolve) => {
    to.onmessage = ({ data }) => resolve(data);
  });
  from.postMessage('hello');
  const answer = await heard;
  to.onmessage = null;
  return answer;
}

function forge(window: SharedWindow, name: string): boolean {
  const { port1, port2 } = new MessageChannel();
  const taken = !window.dispatchEvent(new PageMessageEvent(name, { ports: [port2], cancelable: true }));
  port1.close();
  return taken;
}

describe('the handshake', () => {
  it.each([
    ['hook', 'link'],
    ['link', 'hook'],
  ] as const)('gives both one end of the same port when the %s comes first', async (first, second) => {
    const window = new SharedWindow();
    const [one, two] = [meet(window, first), meet(window, second)];
    expect([one.length, two.length]).toEqual([1, 1]);
    expect(await hear(one[0]!, two[0]!)).toBe('hello');
    expect(await hear(two[0]!, one[0]!)).toBe('hello');
    one[0]!.close();
  });

  it('is over after one port: a third party finds nobody listening', () => {
    const window = new SharedWindow();
    const [hook] = [meet(window, 'hook')[0], meet(window, 'link')];
    expect(forge(window, 'rice-novnc:hook')).toBe(false);
    expect(forge(window, 'rice-novnc:link')).toBe(false);
    hook?.close();
  });

  it('lets nobody else see the offer that is taken', () => {
    const window = new SharedWindow();
    const link = meet(window, 'link');
    let seen = 0;
    window.addEventListener('rice-novnc:hook', () => seen++);
    meet(window, 'hook')[0]?.close();
    expect(link).toHaveLength(1);
    expect(seen).toBe(0);
  });

  it('ends when the document has loaded', () => {
    const window = new SharedWindow();
    const hook = meet(window, 'hook');
    window.loaded();
    expect(meet(window, 'link')).toHaveLength(0);
    expect(forge(window, 'rice-novnc:link')).toBe(false);
    expect(hook).toHaveLength(0);
  });

  it('waits for the end of the task in a document that never loads', () => {
    const window = new SharedWindow();
    window.isLoading = false;
    const hook = meet(window, 'hook');
    const link = meet(window, 'link');
    expect([hook.length, link.length]).toEqual([1, 1]);
    hook[0]?.close();

    const lonely = new SharedWindow();
    lonely.isLoading = false;
    meet(lonely, 'hook');
    for (const later of lonely.laters) later();
    expect(forge(lonely, 'rice-novnc:link')).toBe(false);
  });

  it('takes no offer without a port, and goes on waiting', () => {
    const window = new SharedWindow();
    const hook = meet(window, 'hook');
    window.dispatchEvent(new PageMessageEvent('rice-novnc:link', { cancelable: true }));
    expect(hook).toHaveLength(0);
    meet(window, 'link')[0]?.close();
    expect(hook).toHaveLength(1);
  });
});
