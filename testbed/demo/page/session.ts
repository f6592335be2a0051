import RFB from '@novnc/novnc';
import { element } from './element.ts';

/** Keeps one noVNC session in the page. */
export class Session {
  readonly #screen = element('screen', HTMLDivElement);
  readonly #status = element('status', HTMLParagraphElement);
  #rfb: RFB | null = null;

  /** noVNC's canvas, null while there is none. */
  get canvas(): HTMLCanvasElement | null {
    return this.#screen.querySelector('canvas');
  }

  /** Starts a fresh connection, after closing the present one. */
  connect(): void {
    this.#rfb?.disconnect();
    this.#status.textContent = 'Connecting…';
    const url = new URL('/websockify', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const rfb = new RFB(this.#screen, url.href, { shared: true });
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
