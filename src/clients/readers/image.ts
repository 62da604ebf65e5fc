import type {Range} from '../../model.js'
import type {Found, ReadContext} from '../model.js'

/** An image's name as written, variables filled in. */
export interface Image {
  readonly name: string
  readonly range: Range
}

/** The image itself may be a client: AWS's of its CLI, HashiCorp's of Terraform. */
export function readImage({name: written, range}: Image, {isKnown}: Pick<ReadContext, 'isKnown'>): Found[] {
  const [, name, tag] = /^(.+?)(?::([\w.-]+))?(?:@\w+:\w+)?$/.exec(written) ?? []
  if (name === undefined || !isKnown('docker', name)) return []
  return [{ecosystem: 'docker', package: name, requirement: tag ?? null, range}]
}
