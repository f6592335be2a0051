import RFB from '@novnc/novnc';
import { element } from './element.ts';

/** Keeps one noVNC session in the page. */
export class Session {
  readonly #screen = element('screen', HTMLDivElement);
  readonly #status = element('status', HTMLParagraphElement);
  #rfb: RFB | null = null;
  #giveBack = (): void => undefined;

  /** noVNC's canvas, null while there is none. */
  get canvas(): HTMLCanvasElement | null {
    return this.#screen.querySelector('canvas');
  }

  /** Starts a fresh connection, after closing the present one. */
  async connect(): Promise<void> {
    this.#rfb?.disconnect();
    this.#giveBack();
    this.#status.textContent = 'Connecting…';
    const url = new URL('/websockify', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    // With ?plugin the portal has RICE built in.
    const plugin = new URLSearchParams(location.search).has('plugin') ? await import('rice-novnc') : null;
    const channel = plugin?.guard(url.href);
    const rfb = new RFB(this.#screen, channel ?? url.href, { shared: true });
    channel?.attach(rfb);
    this.#giveBack = () => channel?.detach();
    rfb.scaleViewport = true;
    rfb.background = 'transparent';
    rfb.addEventListener('connect', () => {
      if (this.#rfb !== rfb) return;
      this.#status.textContent = '';
      rfb.focus({ preventScroll: true });
    });
    rfb.addEventListener('disconnect', () => {
      if (this.#rfb !== rfb) return;
      this.#rfb = null;
      this.#status.textContent = 'Disconnected. Press Reconnect.';
    });
    this.#rfb = rfb;
  }
}
