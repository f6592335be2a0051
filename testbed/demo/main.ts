import { parseArgs } from 'node:util';
import { startPortal } from './portal-server.ts';

// Starts the demo portal and runs until it is told to stop. With --port 0 it takes any free port, with --plugin its address
// is that of the portal with the plugin built in (npm run build:plugin comes first).
const { values } = parseArgs({
  options: { port: { type: 'string', default: '6090' }, plugin: { type: 'boolean', default: false } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error('--port wants a number from 0 to 65535.');
  process.exit(2);
}

try {
  const portal = await startPortal({ port });
  // The first line is what scripts/start.mjs waits for.
  console.log(`Demo portal: ${portal.url}${values.plugin ? '?plugin' : ''}`);
  const stop = () => {
    portal.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(taken ? `Port ${port} is in use; choose another with --port, or 0 for any free one.` : error);
  process.exit(1);
}
