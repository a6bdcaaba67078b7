import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'reports/', 'node_modules/', 'proto/gen/'] },
  {
    files: ['src/**/*.ts', 'hw-sim/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-sort': importSort },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // One style: packages, then ours from far to near; a formatter does the rest.
      'import-sort/imports': ['error', { groups: [['^node:', '^@?\\w', '^#', '^']] }],
      'import-sort/exports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness comes through the Random port.' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  // Private state has one spelling, and one that the runtime keeps too.
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'TSParameterProperty, PropertyDefinition[accessibility]', message: 'Private is a #field.' },
      ],
    },
  },
  // What a person reads on the terminal is printed, not logged.
  { files: ['hw-sim/**/*.ts', 'src/cli/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
