import {check} from '../check.js'
import type {Change} from '../check-request.js'
import type {CheckFlags} from '../flags.js'
import {createRequest, findInput} from '../run-input.js'
import {createRunOptions} from '../run-options.js'

/** What `stslint --fix` would write, as it would with these flags. Writes nothing. */
export async function fixedTexts(paths: readonly string[], flags: CheckFlags, cwd: string): Promise<readonly Change[]> {
  const options = await createRunOptions(paths, flags, cwd)
  const input = await findInput(paths, flags, options, cwd)
  const {progress, ...request} = await createRequest(input, {...flags, fix: true}, options, () => {})
  const {changes} = await check({...request, fix: options.fixes})
  progress.end()
  return changes
}
