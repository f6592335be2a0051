import type { NatsConnection } from '@nats-io/transport-node';
import { busUnreachable } from './cluster-error.ts';
import { natsTransport } from './nats-packages.ts';

/** A server that says nothing for three of these is left for another one. */
const PING_MS = 1000;
const RECONNECT_MS = 500;
const CONNECT_MS = 5000;

/**
 * Connects to one of the servers, and again for as long as it is not closed.
 * @param urls such as nats://user:password@host:4222; what they hold of a user goes into no message
 */
export async function connectNats(urls: readonly string[], name: string): Promise<NatsConnection> {
  const { connect } = await natsTransport();
  const first = new URL(urls[0] ?? 'nats://127.0.0.1:4222');
  const servers = urls.map((url) => new URL(url).host);
  const user = first.username === '' ? {} : credentials(first);
  try {
    return await connect({
      ...user,
      servers,
      name,
      timeout: CONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: 2,
      reconnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      ...(first.protocol === 'tls:' ? { tls: {} } : {}),
    });
  } catch (error) {
    throw busUnreachable(servers.join(', '), error);
  }
}

/** A user without a password is a token, as NATS has it. */
function credentials(url: URL): { token: string } | { user: string; pass: string } {
  const user = decodeURIComponent(url.username);
  return url.password === '' ? { token: user } : { user, pass: decodeURIComponent(url.password) };
}
