/**
 * Preloaded into a run whose peak memory is wanted: at its end it writes the peak, in KiB, to the file named by
 * STSLINT_BENCH_PEAK. Linux counts the memory of the process that started a program towards `ru_maxrss`, so there the
 * kernel's own mark for this address space is read instead.
 */
const {readFileSync, writeFileSync} = require('node:fs')

process.on('exit', () => writeFileSync(process.env.STSLINT_BENCH_PEAK, String(peak())))

function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
}
