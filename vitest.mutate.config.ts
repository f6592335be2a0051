import { defineConfig } from 'vitest/config';

// The tests that mutation testing of src/model/gate runs once per mutant: those of the gate alone, which are quick.
// Properties get few runs, always the same ones: a mutant that survives has to survive again.
export default defineConfig({
  test: {
    include: ['test/model/gate/**/*.test.ts', 'test/model/guard/parts.test.ts'],
    setupFiles: ['test/support/property-seed.ts'],
    env: { RICE_PROPERTY_RUNS: '20' },
    isolate: false,
  },
});
