import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'libs/**/*.test.ts',
      'sandbox/**/*.test.ts',
      'server/**/*.test.ts',
      'web/src/**/*.test.ts',
      'checks/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**'],
    globalSetup: ['server/src/testing/global.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    fileParallelism: true,
  },
})
