// Only what biome cannot know: rules that need types, and the direction of imports (docs/architecture.md).
import tseslint from 'typescript-eslint';

/** Folders of src/ that the files of `room` may import from, besides their own folder. */
const mayImport = {
  model: [],
  driver: ['model'],
  ui: ['model'],
  content: ['model', 'driver', 'ui'],
  background: ['model', 'driver', 'ui'],
  pages: ['model', 'driver', 'ui'],
};
const rooms = ['model', 'driver', 'room', 'ui', 'content', 'background', 'pages', 'plugin', 'relay'];

const direction = Object.entries(mayImport).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `(^|/)(${rooms.filter((other) => other !== room && !allowed.includes(other)).join('|')})/`,
            message: `src/${room} may import only ${allowed.join(', ') || 'itself'}`,
          },
          ...(room === 'model' ? [{ regex: '^[^.]', message: 'src/model has no dependency' }] : []),
        ],
      },
    ],
  },
}));

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
