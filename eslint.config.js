import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const clock =
  'The lab has one clock: src/linux/clock.ts; on this side of the guest only src/run/ and src/cli/ look at the wall.'

export default tseslint.config(
  { ignores: ['dist/', 'runs/', 'node_modules/', 'test/fixtures/', 'coverage/', 'examples/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'topologies/**/*.ts', 'chaos/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: clock },
        {
          selector: 'MemberExpression[object.name="Math"][property.name="random"]',
          message: 'Randomness is an argument: src/model/random.ts makes it from the seed.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['child_process', 'node:child_process', 'execa'].map((name) => ({
            name,
            message:
              'Processes are started by src/build/, src/kernel/ (guests), src/runtime/, src/inject/ (daemons), src/observe/ (captures) and src/agent/ only.',
          })),
        },
      ],
    },
  },
  {
    // src/lease/ starts the reaper.
    files: ['build', 'kernel', 'runtime', 'inject', 'observe', 'agent', 'lease'].map((room) => `src/${room}/**/*.ts`),
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/run/**/*.ts', 'src/cli/**/*.ts', 'src/kernel/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable', Buffer: 'readonly' },
    },
  },
)
