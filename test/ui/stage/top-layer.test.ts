// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeHost } from '../../../src/ui/stage/host-element.ts';
import { keepOnTop } from '../../../src/ui/stage/top-layer.ts';

let nowMs = 0;
let host: HTMLElement;
let root: ShadowRoot;
let open = false;
let topmost: Element | null;
let stop: () => void;
const raised = vi.fn();
const onInterfered = vi.fn();

/** happy-dom knows no popovers and no layout. */
function standIn(): void {
  host.showPopover = () => {
    if (open) throw new Error('already shown');
    open = true;
    topmost = host;
    raised();
  };
  host.hidePopover = () => {
    open = false;
  };
  const matches: (selector: string) => boolean = host.matches.bind(host);
  vi.spyOn(host, 'matches').mockImplementation((selector: string) =>
    selector === ':popover-open' ? open && host.isConnected : matches(selector),
  );
  document.elementFromPoint = () => topmost;
  const query = document.querySelector.bind(document);
  vi.spyOn(document, 'querySelector').mockImplementation((selector: string) =>
    selector === 'dialog:modal' ? query('dialog[data-modal]') : query(selector),
  );
}

function wait(ms: number): void {
  for (let i = 0; i < ms; i += 250) {
    nowMs += 250;
    vi.advanceTimersByTime(250);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Object.defineProperty(document, 'fullscreenElement', { get: () => null, configurable: true });
  nowMs = 0;
  open = false;
  raised.mockReset();
  onInterfered.mockReset();
  ({ host, root } = makeHost(document));
  standIn();
  stop = keepOnTop({ host, nowMs: () => nowMs, visiblePoint: () => ({ x: 5, y: 5 }), onInterfered });
});

afterEach(() => {
  stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('the host', () => {
  it('has a closed root and is a manual popover', () => {
    expect(host.shadowRoot).toBeNull();
    expect(host.getAttribute('popover')).toBe('manual');
  });

  it('keeps keys and clicks of its controls from the page', () => {
    const heard = vi.fn();
    for (const type of ['keydown', 'click', 'pointerdown', 'wheel']) document.addEventListener(type, heard);
    const button = document.createElement('button');
    root.append(button);
    for (const type of ['keydown', 'click', 'pointerdown', 'wheel']) {
      button.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('the top layer', () => {
  it('shows the host once and leaves it alone while all is well', () => {
    expect(host.isConnected).toBe(true);
    wait(60_000);
    expect(raised).toHaveBeenCalledTimes(1);
    expect(onInterfered).not.toHaveBeenCalled();
  });

  it.each<[string, () => void]>([
    ['is removed', () => host.remove()],
    ['is given a style', () => host.style.setProperty('display', 'none', 'important')],
    ['is no popover any more', () => host.removeAttribute('popover')],
    ['gets an attribute of the page', () => host.setAttribute('hidden', '')],
    ['is closed', () => host.hidePopover()],
    [
      'is covered',
      () => {
        topmost = document.body;
      },
    ],
  ])('puts the host back when it %s', (_what, tamper) => {
    tamper();
    wait(250);
    expect(host.isConnected && open && topmost === host).toBe(true);
    expect(host.getAttribute('popover')).toBe('manual');
    expect(host.attributes.length).toBe(1);
  });

  it('says so when the page keeps hiding it, and takes it back when the page stops', () => {
    for (let i = 0; i < 3; i++) {
      host.remove();
      wait(500);
    }
    expect(onInterfered).toHaveBeenCalledExactlyOnceWith(true);
    wait(12_000);
    expect(onInterfered).toHaveBeenLastCalledWith(false);
    expect(host.isConnected).toBe(true);
  });

  it('calls the fight over when the host has been seen for 3 s, and on again with the next time it is hidden', () => {
    for (let i = 0; i < 3; i++) {
      host.remove();
      wait(500);
    }
    wait(2_500);
    expect(onInterfered).toHaveBeenCalledTimes(1);
    wait(500);
    expect(onInterfered).toHaveBeenLastCalledWith(false);
    host.remove();
    wait(250);
    expect(onInterfered).toHaveBeenLastCalledWith(true);
  });

  it('rises above what the page opens later, without calling that a fight', () => {
    const popover = document.createElement('div');
    document.body.append(popover);
    for (let i = 0; i < 10; i++) {
      topmost = popover;
      popover.dispatchEvent(new Event('toggle'));
      expect(topmost).toBe(host);
      wait(1_000);
    }
    expect(onInterfered).not.toHaveBeenCalled();
  });

  it('does not answer every raise of a page that answers every raise', () => {
    raised.mockClear();
    for (let i = 0; i < 50; i++) document.body.dispatchEvent(new Event('toggle'));
    expect(raised.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('rises above an element in fullscreen', () => {
    raised.mockClear();
    document.dispatchEvent(new Event('fullscreenchange'));
    expect(raised).toHaveBeenCalledTimes(1);
  });

  it('moves into an element in fullscreen, since what is outside cannot be clicked, and back', () => {
    const screen = document.createElement('div');
    document.body.append(screen);
    const full = vi.spyOn(document, 'fullscreenElement', 'get').mockReturnValue(screen);
    document.dispatchEvent(new Event('fullscreenchange'));
    expect(host.parentNode).toBe(screen);
    full.mockReturnValue(null);
    document.dispatchEvent(new Event('fullscreenchange'));
    expect(host.parentNode).toBe(document.documentElement);
    expect(onInterfered).not.toHaveBeenCalled();
  });

  it('stays outside a canvas in fullscreen, which shows no children', () => {
    const canvas = document.createElement('canvas');
    document.body.append(canvas);
    vi.spyOn(document, 'fullscreenElement', 'get').mockReturnValue(canvas);
    document.dispatchEvent(new Event('fullscreenchange'));
    topmost = canvas;
    wait(5_000);
    expect(host.parentNode).toBe(document.documentElement);
    expect(onInterfered).not.toHaveBeenCalled();
  });

  it('does not fight a modal dialog, beside which nothing can be found', () => {
    const dialog = document.createElement('dialog');
    dialog.dataset['modal'] = '';
    document.body.append(dialog);
    topmost = dialog;
    raised.mockClear();
    wait(5_000);
    expect(raised).not.toHaveBeenCalled();
  });

  it('rests while the tab is hidden', () => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    topmost = document.body;
    raised.mockClear();
    wait(2_000);
    expect(raised).not.toHaveBeenCalled();
  });

  it('goes away when stopped, and stays away', () => {
    stop();
    wait(1_000);
    expect(host.isConnected).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
