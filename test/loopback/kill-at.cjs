/**
 * Loaded before the program (`--require`): it is killed right before its STSLINT_TEST_KILL_AT-th change of the disk, or, with
 * `request`, once it has asked STS. Where the signal is an error's code, that change fails with it.
 */
const fs = require('node:fs')
const {Agent} = require('node:https')

const {writeSync} = fs
const at = process.env.STSLINT_TEST_KILL_AT
const signal = process.env.STSLINT_TEST_KILL
let count = 0

function kill() {
  if (/^E/.test(signal)) {
    writeSync(2, 'disturbed\n')
    throw Object.assign(new Error(`${signal}: made up`), {code: signal})
  }
  process.kill(process.pid, signal)
  // SIGKILL needs a moment: nothing more may happen until then.
  if (signal === 'SIGKILL') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
}

if (at === 'request') {
  const {addRequest} = Agent.prototype
  Agent.prototype.addRequest = function (...args) {
    setTimeout(kill, 200)
    return addRequest.apply(this, args)
  }
} else {
  const changes = ['renameSync', 'ftruncateSync', 'mkdirSync', 'rmSync', 'unlinkSync', 'fchmodSync']
  for (const name of [...changes, 'writeSync', 'openSync']) {
    const call = fs[name]
    fs[name] = (...args) => {
      const isOutput = name === 'writeSync' && args[0] <= 2
      const isReading = name === 'openSync' && (args[1] === undefined || args[1] === 'r')
      if (!isOutput && !isReading) {
        count += 1
        if (String(count) === at) kill()
      }
      return call(...args)
    }
  }
}
