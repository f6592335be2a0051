import { describe, expect, test } from 'vitest';
import { type BrowserPort, ownerOf } from '../../../src/background/room-host/host-port.ts';

const runtime = { id: 'rice@test', getURL: (path: string) => `extension://rice/${path}` };
const tab = { id: 7, index: 0, highlighted: false, active: true, pinned: false, incognito: false };

function owner(sender: BrowserPort['sender']) {
  return ownerOf(sender === undefined ? {} : { sender }, runtime);
}

describe('the owner of a port', () => {
  test('is the frame that the browser names', () => {
    expect(owner({ id: runtime.id, url: 'https://lab.example/', tab, frameId: 2 })).toEqual({
      type: 'session',
      tabId: 7,
      frameId: 2,
    });
  });

  test('is a page of the extension by its address, also when it lies in a tab', () => {
    const url = 'extension://rice/room-panel.html';
    expect(owner({ id: runtime.id, url })).toEqual({ type: 'page' });
    expect(owner({ id: runtime.id, url, tab, frameId: 0 })).toEqual({ type: 'page' });
  });

  test('is nobody for another extension, or without a tab', () => {
    expect(owner({ id: 'other@test', url: 'extension://rice/room-panel.html' })).toBeNull();
    expect(owner({ id: runtime.id, url: 'https://lab.example/' })).toBeNull();
    expect(owner(undefined)).toBeNull();
  });
});
