import type {FileKind, FormatId} from '../model.js'
import {isShellScript, MIME, refineFormat} from './detect.js'
import {fileKind, formatOfKind} from './file-kind.js'

/** A profile, and a key that only AWS's own files have. */
const AWS_CONFIG =
  /^[ \t]*\[(?:default|profile [^\]\n]+)\][\s\S]*?^[ \t]*(?:region|output|role_arn|source_profile|services|sts_regional_endpoints|endpoint_url|sso_\w+|credential_\w+)[ \t]*=/m

/** An object of Kubernetes, as in a patch of Kustomize. */
const KUBERNETES = /^(?=[\s\S]*^apiVersion:[ \t]*\S)(?=[\s\S]*^kind:[ \t]*\S)/m

/** An object or a list from end to end. */
const JSON_TEXT = /^\s*(?:\{\s*"[\s\S]*\}|\[\s*\{[\s\S]*\])\s*$/
/** A list of variables, as charts take it for text. */
const VARIABLES = /^[ \t]*-[ \t]*name:[ \t]*["']?[A-Z][A-Z0-9_]+["']?[ \t]*\r?\n[ \t]+value(?:From)?:/m
/** A list of operations on an object, as Kustomize and Kyverno take them. */
const JSON_PATCH = /^[ \t]*-[ \t]*(?:op|path|value):/m

/** What a text says it is, in the order asked; some only under such a name. */
const SIGNS: readonly (readonly [FormatId, RegExp, name?: RegExp])[] = [
  ['yaml', /^\s*#cloud-config\b/],
  ['mime', MIME],
  ['suricata', /^[ \t]*pass[ \t]+\w+[ \t][^\n]*\b(?:tls[._]sni|http[._]host)\b/m],
  // What EC2 runs at the start of a Windows machine.
  ['powershell', /^\s*<powershell>/i],
  ['batch', /^\s*<script>/i],
  // The parts of these configurations have any name.
  ['fluentbit', /^[ \t]*\[OUTPUT\]/im, /\.conf$/],
  ['fluentd', /^[ \t]*<match[ >]/m, /\.conf$/],
  ['logstash', /^[ \t]*(?:input|filter|output)[ \t]*\{/m, /\.conf$/],
  ['json', JSON_TEXT],
  ['yaml', KUBERNETES],
  ['yaml', VARIABLES],
  ['yaml', JSON_PATCH, /^patch/i],
  ['json', /^\s*\[\s*\{/, /^patch/i],
]

/** Which format reads a document inside another, by the name it would have and its text; null where none does. */
export function embeddedFormat(path: string, text: string): {format: FormatId; kind: FileKind} | null {
  const kind = fileKind(path)
  if (kind !== null) return {format: formatOfKind(kind), kind}
  const format =
    refineFormat(path, text) ??
    (isShellScript(text) ? 'shell' : SIGNS.find(([, sign, name]) => name?.test(path) !== false && sign.test(text))?.[0])
  if (format !== undefined) return {format, kind: null}
  return /config|aws/i.test(path) && AWS_CONFIG.test(text) ? {format: 'ini', kind: 'aws-config'} : null
}
