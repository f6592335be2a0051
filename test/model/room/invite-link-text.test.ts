import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InviteLink } from '../../../src/model/room/invite-link.ts';
import {
  inviteLinkText,
  readInviteLink,
  relayHost,
  relaySocketUrl,
} from '../../../src/model/room/invite-link-text.ts';

const ROOM = 'r'.repeat(22);
const KEY = 'k'.repeat(43);
const join: InviteLink = {
  type: 'join',
  relay: 'https://relay.example',
  room: ROOM,
  token: 'a.b.c',
  key: KEY,
};
const start: InviteLink = { type: 'start', relay: 'http://127.0.0.1:8443', token: 'a.b.c' };
const problemOf = (text: string) => {
  const read = readInviteLink(text);
  return read.ok ? null : read.problem;
};

describe('an invite link', () => {
  it.each([join, start])('reads as it was written: $type', (link) => {
    expect(readInviteLink(inviteLinkText(link))).toEqual({ ok: true, link });
  });

  it('forgives spaces and line breaks around it', () => {
    expect(readInviteLink(` \n\t${inviteLinkText(join)}\r\n `)).toEqual({ ok: true, link: join });
  });

  it('is one relay however its address is written', () => {
    for (const relay of ['wss://relay.example', 'HTTPS://Relay.Example:443']) {
      expect(readInviteLink(inviteLinkText({ ...join, relay }))).toEqual({ ok: true, link: join });
    }
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['hello', 'no-link'],
    ['https://relay.example/j', 'no-link'],
    [`https://relay.example/x#s=a.b.c`, 'no-link'],
    [`https://relay.example/j?x=1#s=a.b.c`, 'no-link'],
    [`https://relay.example/j#s=${'a'.repeat(5000)}.b.c`, 'no-link'],
    ['http://relay.example/j#s=a.b.c', 'scheme'],
    ['http://127.0.0.1.evil.example/j#s=a.b.c', 'scheme'],
    ['ws://127.0.0.1/j#s=a.b.c', 'scheme'],
    ['javascript://relay.example/j#s=a.b.c', 'scheme'],
    ['https://user:pass@relay.example/j#s=a.b.c', 'host'],
    ['https://relay.example:99999/j#s=a.b.c', 'host'],
    ['https://réseau.example/j#s=a.b.c', 'host'],
    ['https:///j#s=a.b.c', 'host'],
    ['https://relay..example/j#s=a.b.c', 'host'],
    ['https://relay.example/j#', 'fragment'],
    ['https://relay.example/j#t=a.b.c', 'fragment'],
    ['https://relay.example/j#s=a.b.c&x=1', 'fragment'],
    [`https://relay.example/j#r=${ROOM}&r=${ROOM}&t=a.b.c&k=${KEY}`, 'fragment'],
    [`https://relay.example/j#r=${ROOM}&t=a.b.c&k=${KEY}&s=a.b.c`, 'fragment'],
    ['https://relay.example/j#s=abc', 'token'],
    [`https://relay.example/j#r=${ROOM}&t=a b&k=${KEY}`, 'token'],
    [`https://relay.example/j#r=short&t=a.b.c&k=${KEY}`, 'room'],
    [`https://relay.example/j#r=${ROOM}&t=a.b.c&k=${KEY.slice(1)}`, 'key'],
    [`https://relay.example/j#r=${ROOM}&t=a.b.c&k=${KEY.slice(1)}B`, 'key'],
  ])('%j is refused with the code of what is wrong: %s', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it.each(['localhost', '127.0.0.1:8443'])('may be plain http to %s', (host) => {
    expect(problemOf(`http://${host}/j#s=a.b.c`)).toBeNull();
  });

  it.each(['relay.localhost', '127.0.0.2', '[::1]:8443'])('may not be plain http to %s', (host) => {
    expect(problemOf(`http://${host}/j#s=a.b.c`)).toBe('scheme');
  });

  it('never throws, whatever was pasted', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readInviteLink(text).ok === false));
    fc.assert(fc.property(fc.webUrl({ withFragments: true }), (text) => readInviteLink(text).ok === false));
  });

  it('names the relay for sockets and for people', () => {
    expect(relaySocketUrl('https://relay.example')).toBe('wss://relay.example/room');
    expect(relaySocketUrl('http://127.0.0.1:8443')).toBe('ws://127.0.0.1:8443/room');
    expect(relayHost('http://127.0.0.1:8443')).toBe('127.0.0.1:8443');
  });
});
