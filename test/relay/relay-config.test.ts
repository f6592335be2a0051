import { describe, expect, test } from 'vitest';
import { readFlags } from '../../src/relay/flags.ts';
import { readConfig, readConfigText } from '../../src/relay/relay-config-decoder.ts';

describe('the settings of a relay', () => {
  test('need nothing: then it is reached from this machine alone', () => {
    const config = readConfig({});

    expect(config.ok && config.value).toMatchObject({
      listen: { host: '127.0.0.1', port: 8787 },
      tls: null,
      origins: null,
      maxMembers: 32,
      idleMinutes: 5,
    });
  });

  test('are told wrong all at once, each with its place', () => {
    const config = readConfig({
      listen: 'nowhere',
      tls: { cert: 'a.pem' },
      origins: ['extensions', 'example.org'],
      maxMembers: 33,
      idleMinutes: 0.5,
      inviteRole: 'king',
      turn: { urls: 'turn:a', secretFile: 'b' },
      colour: 'red',
    });

    expect(config.ok ? [] : config.problems.map(({ path }) => path).sort()).toEqual([
      'colour',
      'idleMinutes',
      'inviteRole',
      'listen',
      'maxMembers',
      'origins[1]',
      'tls.key',
      'turn.urls',
    ]);
  });

  test.each([
    ['8080', { host: '127.0.0.1', port: 8080 }],
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['[::1]:8787', { host: '::1', port: 8787 }],
    ['relay.example.org:443', { host: 'relay.example.org', port: 443 }],
  ])('listen at %s', (listen, address) => {
    const config = readConfig({ listen });
    expect(config.ok && config.value.listen).toEqual(address);
  });

  test.each(['', ':', '::1', 'a:b', '1.2.3.4:70000', '1.2.3.4:'])('do not listen at "%s"', (listen) => {
    expect(readConfig({ listen }).ok).toBe(false);
  });

  test('in a file that is no JSON are told wrong by line and column', () => {
    const text = readConfigText('{\n  "maxRooms": 1,\n  "maxRooms": 2\n');
    expect(text.ok ? [] : text.problems.map(({ path }) => path)).toContain('3:3');
  });

  test('as flags have the names of the file', () => {
    const { fields } = readFlags([
      '--listen',
      '1',
      '--cert',
      'c',
      '--key',
      'k',
      '--max-rooms',
      '3',
      '--origin',
      'none',
    ]);
    expect(fields).toEqual({ listen: '1', tls: { cert: 'c', key: 'k' }, maxRooms: 3, origins: ['none'] });
  });

  test('as flags that nobody knows are refused', () => {
    expect(() => readFlags(['--colour', 'red'])).toThrow();
  });
});
