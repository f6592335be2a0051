import { describe, expect, test } from 'vitest';
import { facilityHosts } from '../../scripts/facility-hosts.mjs';
import { manifestFor } from '../../scripts/manifest.mjs';

describe('the hosts of a facility', () => {
  test('are match patterns, each once, without comments', () => {
    expect(
      facilityHosts(
        '# Microscopes\nhttps://Lab.example.org\n*.instruments.example.org  # all\nhttps://lab.example.org/*\n\nwss://relay.example.org/\nhttp://[2001:db8::1]\n',
      ),
    ).toEqual([
      'http://[2001:db8::1]/*',
      'https://*.instruments.example.org/*',
      'https://lab.example.org/*',
      'wss://relay.example.org/*',
    ]);
  });

  test('are refused with every line that is none', () => {
    const text =
      'https://lab.example.org:6080\nftp://lab.example.org\n*\nhttps://a..b\nlab.example.org/path\n';
    expect(() => facilityHosts(text)).toThrow(
      /line 1: .*not ports\nline 2: .*\nline 3: .*\nline 4: .*\nline 5: /,
    );
    expect(() => facilityHosts('# none\n')).toThrow('no host in it');
  });

  test.each(['chromium', 'firefox'] as const)(
    'are required in the facility build for %s, and change nothing else',
    (browser) => {
      const hosts = ['https://lab.example.org/*'];
      const { host_permissions, ...manifest } = manifestFor(browser, { hosts });
      expect(host_permissions).toEqual(hosts);
      expect(manifest).toEqual(manifestFor(browser));
    },
  );

  test('come with an id of the facility’s own for Firefox, which Mozilla signs', () => {
    expect(manifestFor('firefox', { geckoId: 'rice@example.org' }).browser_specific_settings).toMatchObject({
      gecko: { id: 'rice@example.org', strict_min_version: '140.0' },
    });
  });
});
