// Only what biome cannot know: rules that need types, and the direction of imports (docs/architecture.md).
import tseslint from 'typescript-eslint';

/** Folders of src/ that the files of `room` may import from, besides their own folder. */
const mayImport = {
  model: [],
  driver: ['model'],
  room: ['model'],
  relay: ['model'],
  ui: ['model'],
  content: ['model', 'driver', 'ui'],
  background: ['model', 'driver', 'room', 'ui'],
  // Chrome's home of the room host, which is part of the background in Firefox.
  offscreen: ['model', 'room', 'background'],
  pages: ['model', 'driver', 'ui'],
  plugin: ['model', 'driver', 'room', 'ui'],
};
const rooms = [
  'model',
  'driver',
  'room',
  'ui',
  'content',
  'background',
  'offscreen',
  'pages',
  'plugin',
  'relay',
];

/** Folders below src/ that a file may be deep in. */
const DEPTHS = [1, 2, 3, 4];

const forbidden = (room, allowed) =>
  rooms.filter((other) => other !== room && !allowed.includes(other)).join('|');

// By depth, because a room may have a folder of another one's name: src/model/room is no src/room.
const direction = Object.entries(mayImport).flatMap(([room, allowed]) =>
  DEPTHS.map((depth) => ({
    files: [`src/${room}/${'*/'.repeat(depth - 1)}*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./){${depth}}(${forbidden(room, allowed)})/`,
              message: `src/${room} may import only ${allowed.join(', ') || 'itself'}`,
            },
            ...(room === 'model' ? [{ regex: '^[^.]', message: 'src/model has no dependency' }] : []),
          ],
        },
      ],
    },
  })),
);

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'artifacts/', '**/*.js', '**/*.mjs'] },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
    },
  },
  ...direction,
);
