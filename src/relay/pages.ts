import type { IncomingMessage, ServerResponse } from 'node:http';
import { JOIN_PAGE, PAGE_HEADERS } from './join-page.ts';

/**
 * - storage: a room could not be written
 * - lock-store, bus: what this relay shares with others does not answer
 */
export type HealthProblem = 'storage' | 'lock-store' | 'bus';

export interface Health {
  readonly ok: boolean;
  /** What is wrong, as stable codes. */
  readonly problems: readonly HealthProblem[];
  readonly rooms: number;
  readonly members: number;
}

export interface PageSource {
  readonly health: () => Health;
  readonly metrics: () => string;
}

/** Answers what is no WebSocket. */
export function answer(source: PageSource, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    reply(response, 405, 'text/plain', 'GET only\n');
    return;
  }
  switch (request.url?.split('?')[0]) {
    case '/j':
      reply(response, 200, 'text/html', JOIN_PAGE);
      return;
    case '/health': {
      const health = source.health();
      reply(response, health.ok ? 200 : 503, 'application/json', `${JSON.stringify(health)}\n`);
      return;
    }
    case '/metrics':
      reply(response, 200, 'text/plain; version=0.0.4', source.metrics());
      return;
    default:
      reply(response, 404, 'text/plain', 'nothing is here\n');
  }
}

function reply(response: ServerResponse, status: number, type: string, text: string): void {
  const contentType = type.includes(';') ? type : `${type}; charset=utf-8`;
  response.writeHead(status, { ...PAGE_HEADERS, 'Content-Type': contentType });
  response.end(text);
}
