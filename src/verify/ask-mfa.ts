import {createInterface} from 'node:readline'
import {Writable} from 'node:stream'
import {isatty} from 'node:tty'
import {write} from '../output.js'

/** Somebody is there to answer: standard output may go elsewhere. */
export function canAsk(): boolean {
  return isatty(0) && isatty(2)
}

let last: Promise<unknown> = Promise.resolve()

/** One question at a time, whoever asks; the answer is not shown, as the AWS CLI does not. */
export function askMfaCode(who: string): Promise<string> {
  const answer = last.then(() => ask(`\r\u001B[KMFA code for ${who}: `))
  last = answer.catch(() => undefined)
  return answer
}

function ask(question: string): Promise<string> {
  const nowhere = new Writable({write: (_, __, done) => done()})
  const lines = createInterface({input: process.stdin, output: nowhere, terminal: true})
  write(2, question)
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      lines.removeAllListeners('close')
      lines.close()
      write(2, '\n')
      settle()
    }
    lines.once('line', (line) => end(() => resolve(line.trim())))
    lines.once('close', () => end(() => reject(new Error('no multi-factor code was given'))))
    // Readline takes Ctrl-C for itself.
    lines.once('SIGINT', () => end(() => process.kill(process.pid, 'SIGINT')))
  })
}
