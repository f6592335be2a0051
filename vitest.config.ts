import { defineConfig } from 'vitest/config';

// unit: pure and quick, no process, no browser. integration: real VNC servers, no browser.
// e2e: real browsers and real servers; one at a time, because two cores are all we ask for and times are measured.
// e2e-pages: those in which nothing is timed, two at a time, before the others.
const pages = ['detached', 'editor', 'enable', 'hook', 'options', 'portals', 'records-page', 'unseen'].map(
  (name) => `test/e2e/${name}.test.ts`,
);
/** Every fault, server and browser: hours. */
const isFull = process.env['RICE_E2E_FULL'] === '1';
const browserTimes = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/integration/**'],
          // axe and the type checker take seconds on a busy machine.
          testTimeout: 30_000,
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
      {
        extends: true,
        test: {
          name: 'e2e-pages',
          include: pages,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...browserTimes,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: isFull ? pages : [...pages, 'test/e2e/full/**'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...browserTimes,
        },
      },
    ],
  },
});
