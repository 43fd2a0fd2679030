import { defineConfig } from 'vitest/config';

// A real server, a real file, a real browser: one after the other, on few cores.
export default defineConfig({
  test: { include: ['e2e/**/*.test.ts'], environment: 'node', testTimeout: 90_000, hookTimeout: 180_000, fileParallelism: false, globalSetup: ['e2e/server.ts'], expect: { poll: { timeout: 20_000 } } },
});
