import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One fewer is the default, which is half of two.
    maxWorkers: '100%',
    // Files share what they import, as it was loaded and optimised for those before: nothing of it has a state.
    isolate: false,
    // Each of the workers is busy on a core of its own: collecting on others as well takes longer for both.
    execArgv: ['--single-threaded-gc'],
    // A machine may be slow: no test passes or fails by its time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    setupFiles: ['test/made/seed.ts'],
    globalSetup: 'test/made/temporary.ts',
    // Many tests run the program as a process; what those compile is kept apart from the user's own.
    env: { NO_COLOR: '1', XDG_CACHE_HOME: fileURLToPath(new URL('node_modules/.cache', import.meta.url)) },
  },
})
