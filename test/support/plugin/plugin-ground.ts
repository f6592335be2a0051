import { type PortalServer, startPortalServer } from '../portals/portal-server.ts';
import { type PackedPlugin, packPlugin } from './packed-plugin.ts';
import { PluginServer } from './plugin-session.ts';
import { buildApp } from './vite-app.ts';

/** Three bundles and the types; minutes only on a machine that is busy. */
export const PACKED_WITHIN_MS = 400_000;

/** What tests of the packed plugin stand on: portals that have it built in, and a server behind a link. */
export interface PluginGround {
  readonly plugin: PackedPlugin;
  readonly portals: PortalServer;
  readonly server: PluginServer;
  stop(): Promise<void>;
}

/** @param withApp the portals serve an app that Vite has built, too */
export async function startPluginGround(withApp = false): Promise<PluginGround> {
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of started.splice(0).reverse()) await each();
  };
  try {
    const plugin = await packPlugin();
    started.push(() => plugin.remove());
    const app = withApp ? { app: await buildApp(plugin) } : {};
    const portals = await startPortalServer({ plugin: plugin.folder, ...app });
    started.push(() => portals.stop());
    const server = await PluginServer.start();
    started.push(() => server.stop());
    return { plugin, portals, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
