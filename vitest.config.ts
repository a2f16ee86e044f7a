import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], timeout: number) => ({
  test: {
    name,
    include,
    testTimeout: timeout,
    hookTimeout: timeout,
    // The constructs as users get them: a built package, which nobody transforms.
    server: { deps: { external: [/\/dist\/cdktf\//] } },
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './tests/summary-reporter.ts'],
    projects: [
      project(
        'unit',
        [
          'tests/{core,catalog,declarations,api,resources,apply,push,csv,policies,terraform,stacks,cdktf,trust,emulator,cli,provider}/**/*.test.ts',
          'examples/**/*.test.ts',
        ],
        20_000,
      ),
      project('contract', ['tests/contract/**/*.test.ts'], 60_000),
      project('end-to-end', ['tests/e2e/**/*.test.ts'], 120_000),
    ],
    coverage: {
      provider: 'v8',
      // The rest of the CLI runs as a process in the end-to-end tests, where coverage cannot see it.
      include: ['provider/**/*.ts', 'emulator/**/*.ts', 'cli/report/**/*.ts', 'cli/exit-code.ts'],
      // Nor can it see the Terraform provider, which terraform starts; its pure parts count.
      exclude: [
        '**/generated/**',
        'provider/terraform/{host,kinds,data-sources,server}/**',
        'provider/terraform/main.ts',
        // The constructs run as they are built, in the apps of the tests.
        'provider/cdktf/**',
      ],
      reporter: ['text-summary', 'html'],
      thresholds: { statements: 88, branches: 80, functions: 85, lines: 90 },
    },
  },
});
