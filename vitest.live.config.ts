import {defineConfig} from 'vitest/config'

/** The model against the SDKs themselves. Nothing leaves the machine: each request is taken before it is sent. */
export default defineConfig({
  test: {
    include: ['test-live/**/*.test.ts'],
    testTimeout: 300_000,
    // Two processes at a time: each is one SDK at work.
    maxWorkers: 2,
  },
})
