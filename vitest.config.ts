import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One fewer is the default, which is half of two.
    maxWorkers: '100%',
    // A machine may be slow: no test passes or fails by its time.
    testTimeout: 600_000,
    setupFiles: ['test/made/seed.ts'],
    env: { NO_COLOR: '1' },
  },
})
