/** A host as match patterns have it, wildcard of subdomains included: no port, no path. */
const HOST = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$|^\[[0-9a-f:.]+\]$/;
const SCHEMES = ['http', 'https', 'ws', 'wss'];

/**
 * The match patterns of a facility's hosts: one a line, such as `https://lab.example.org`, `*.instruments.example.org`
 * (https if no scheme is given) or `wss://relay.example.org` for a relay; `#` begins a comment.
 * @param {string} text of the file
 * @returns {string[]} sorted, each once
 */
export function facilityHosts(text) {
  const patterns = [];
  const faults = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const entry = line.replace(/#.*/, '').trim().toLowerCase();
    if (entry === '') continue;
    const [, scheme = 'https', host = ''] = /^(?:([a-z*]+):\/\/)?([^/]*?)(?:\/\*?)?$/.exec(entry) ?? [];
    if (!SCHEMES.includes(scheme)) faults.push(`line ${index + 1}: ${entry}: http, https, ws or wss`);
    else if (/:\d+$/.test(host)) faults.push(`line ${index + 1}: ${entry}: browsers allow hosts, not ports`);
    else if (!HOST.test(host) || host.includes('..')) {
      faults.push(`line ${index + 1}: ${entry}: a host such as https://lab.example.org`);
    } else patterns.push(`${scheme}://${host}/*`);
  }
  if (patterns.length === 0 && faults.length === 0) faults.push('no host in it');
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return [...new Set(patterns)].sort();
}
