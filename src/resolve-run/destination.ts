import type {ClientRef, ClientResolution, Destination} from '../model.js'
import type {Answer, ClientInUse} from './model.js'

export function toResolution({use, resolution}: Answer): ClientResolution {
  const {reach, region, signingRegion, likely} = resolution
  return {client: clientRef(use, resolution), ...destinationOf(resolution), reach, region, signingRegion, likely}
}

export function clientRef({label, found}: ClientInUse, {client}: Answer['resolution']): ClientRef {
  return {name: client.name, version: client.version, label, source: found?.source ?? null}
}

export function destinationOf({endpoint, error}: Destination): Destination {
  return {endpoint, error: error && {kind: error.kind, message: error.message}}
}
