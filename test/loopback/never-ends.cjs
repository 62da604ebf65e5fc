/** A credential_process with a process of its own, that never ends. Writes the ids of both into the file it is given. */
const {spawn} = require('node:child_process')
const {writeFileSync} = require('node:fs')

const child = spawn(process.execPath, ['-e', 'setTimeout(() => 0, 60_000)'], {stdio: 'inherit'})
writeFileSync(process.argv[2], `${process.pid} ${child.pid}`)
setTimeout(() => 0, 60_000)
