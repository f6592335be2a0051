import { describe, expect, test } from 'vitest';
import type { InstrumentProfile } from '../../../src/model/policy/instrument-profile.ts';
import { chooseProfile, covers } from '../../../src/model/policy/profile-binding.ts';

const thresholds = { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null };
function profileFor(socketHost: string, name = socketHost): InstrumentProfile {
  return {
    version: 1,
    name,
    binding: { portal: 'https://portal.example.org', socketHost },
    framebuffer: { width: 100, height: 100 },
    regions: [],
    keys: [],
    thresholds,
  };
}

describe('a binding', () => {
  test.each([
    ['https://portal.example.org', 'https://portal.example.org'],
    ['https://portal.example.org:8443', 'https://portal.example.org:8443'],
    ['https://*.example.org', 'https://lab.example.org'],
    ['https://*.example.org', 'https://em.lab.example.org'],
    ['https://*.example.org:8443', 'https://lab.example.org:8443'],
    ['http://localhost:*', 'http://localhost'],
    ['http://localhost:*', 'http://localhost:6090'],
    ['http://[::1]:*', 'http://[::1]:6090'],
    ['https://*.example.org:*', 'https://lab.example.org:444'],
    ['vnc.example.org:6080', 'vnc.example.org:6080'],
    ['localhost:*', 'localhost:41234'],
    ['[::1]:*', '[::1]'],
  ])('%s covers %s', (pattern, real) => expect(covers(pattern, real)).toBe(true));

  test.each([
    ['https://portal.example.org', 'http://portal.example.org'],
    ['https://portal.example.org', 'https://portal.example.org:8443'],
    ['https://portal.example.org', 'https://portal.example.org.evil.example'],
    ['https://*.example.org', 'https://example.org'],
    ['https://*.example.org', 'https://.example.org'],
    ['https://*.example.org', 'https://evilexample.org'],
    ['https://*.example.org', 'http://lab.example.org'],
    ['https://*.example.org', 'https://lab.example.org:8443'],
    ['https://*.example.org', 'https://lab.example.org.evil.example'],
    ['http://localhost:*', 'http://localhost.evil.example'],
    ['http://localhost:*', 'https://localhost:6090'],
    ['[::1]:*', '[::2]:80'],
    ['vnc.example.org', 'vnc.example.org:6080'],
    ['', 'vnc.example.org'],
  ])('%s does not cover %s', (pattern, real) => expect(covers(pattern, real)).toBe(false));
});

describe('the profile of a connection', () => {
  test('is none where its portal has none', () => {
    expect(chooseProfile([], 'vnc.example.org')).toEqual({ match: 'none', profile: null });
  });

  test('is unknown where the portal leads to an instrument that nobody described', () => {
    expect(chooseProfile([profileFor('a.example')], 'b.example')).toEqual({
      match: 'unknown',
      profile: null,
    });
  });

  test('is the first that fits', () => {
    const profiles = [
      profileFor('a.example'),
      profileFor('b.example', 'first'),
      profileFor('b.example', 'second'),
    ];
    expect(chooseProfile(profiles, 'b.example')).toEqual({ match: 'matched', profile: profiles[1] });
  });
});
