/** Writes the expected reports and fixed trees of fixtures/projects anew. Read the difference before committing it. */
import {join} from 'node:path'
import {root, run} from './run.mjs'

process.env.UPDATE = '1'
process.exit(run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/project'], {cwd: root}))
