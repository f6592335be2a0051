// npm run relay:build [-- --out FILE]  makes the command rice-relay, one file for Node; ws and jose stay packages.
import { chmod } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/relay/rice-relay.mjs' } } });

const bundle = await rollup({
  input: 'src/relay/main.ts',
  external: [/^node:/, 'ws', 'jose', /^@nats-io\//],
  plugins: [
    nodeResolve({ extensions: ['.ts', '.mjs', '.js'] }),
    esbuild({ target: 'node20', tsconfig: false }),
  ],
  onwarn: (warning) => {
    throw new Error(`rollup: ${warning.message}`);
  },
});
await bundle.write({
  file: values.out,
  format: 'es',
  banner: '#!/usr/bin/env node',
  inlineDynamicImports: true,
});
await bundle.close();
await chmod(values.out, 0o755);
