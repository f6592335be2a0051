import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// unit: pure and quick, no process, no browser. integration: real VNC servers, no browser.
// e2e: real browsers and real servers; one at a time, because two cores are all we ask for and times are measured.
// e2e-pages, e2e-waiting-*: those in which nothing is timed closely, side by side, before the others.
const pages = files([
  ...[
    'canary',
    'demo',
    'detached',
    'editor',
    'enable',
    'hook',
    'managed',
    'options',
    'overlay',
    'portals',
    'record',
  ],
  ...['records-page', 'rooms-discard', 'rooms-page', 'trace', 'unseen'],
]);
/** Mostly waits. Each browser has a run of its own, beside the other's. */
const waiting = files(['accessibility', 'draw', 'model', 'rooms', 'rooms-trouble']);
const browsers = (process.env['RICE_E2E_BROWSERS'] ?? 'chromium,firefox').split(',');
/** Every fault, server and browser: hours. */
const isFull = process.env['RICE_E2E_FULL'] === '1';
const browserTimes = { testTimeout: 120_000, hookTimeout: 120_000 };
const sideBySide = {
  maxWorkers: Math.max(2, availableParallelism()),
  sequence: { groupOrder: 1 },
  ...browserTimes,
};

function files(names: readonly string[]): string[] {
  return names.map((name) => `test/e2e/${name}.test.ts`);
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    // vitest leaves one core to itself; it hardly needs it.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/integration/**'],
          setupFiles: ['test/support/property-seed.ts'],
          // Only what hangs meets it: properties with 2x10^5 runs take a minute on a busy machine.
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...browsers.map((browser) => ({
        extends: true as const,
        test: {
          name: `e2e-waiting-${browser}`,
          include: waiting,
          env: { RICE_E2E_BROWSERS: browser },
          ...sideBySide,
        },
      })),
      { extends: true, test: { name: 'e2e-pages', include: pages, ...sideBySide } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...pages, ...waiting, ...(isFull ? [] : ['test/e2e/full/**'])],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...browserTimes,
        },
      },
    ],
  },
});
