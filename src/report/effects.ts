import type {Destination, Fix} from '../model.js'

/** What a fix does, a line per client: `boto3 1.34.2: sts.amazonaws.com -> sts.eu-west-1.amazonaws.com`. */
export function effectLines({effects = []}: Fix): string[] {
  return effects.map(({client, scope, before, after}) => {
    const who = scope === null ? client.label : `${client.label} in ${scope.kind} ${scope.name}`
    const [was, is] = [told(before), told(after)]
    return was === is ? `${who}: unchanged (${is})` : `${who}: ${was} -> ${is}`
  })
}

function told({endpoint, error}: Destination): string {
  return endpoint === null ? `error: ${error?.message}` : endpoint.replace(/^https:\/\//, '')
}
