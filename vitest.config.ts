import {defineConfig} from 'vitest/config'

const spawned = ['test/cli/**/*.test.ts']

/** Tests that spawn the program need it built; the others run without. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    maxWorkers: '100%',
    // What a package's default is, as Node has it and the types say.
    deps: {interopDefault: false},
    projects: [
      {extends: true, test: {name: 'unit', include: ['test/**/*.test.ts'], exclude: spawned}},
      {extends: true, test: {name: 'cli', include: spawned, globalSetup: ['test/cli/build.ts']}},
    ],
  },
})
