import type {FileKind, FormatId} from '../model.js'
import {isShellScript, refineFormat} from './detect.js'
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

/** Which format reads a document inside another, by the name it would have and its text; null where none does. */
export function embeddedFormat(path: string, text: string): {format: FormatId; kind: FileKind} | null {
  const kind = fileKind(path)
  if (kind !== null) return {format: formatOfKind(kind), kind}
  const format = refineFormat(path, text)
  if (format !== null) return {format, kind: null}
  if (isShellScript(text)) return {format: 'shell', kind: null}
  if (/^\s*#cloud-config\b/.test(text)) return {format: 'yaml', kind: null}
  // What EC2 runs at the start of a Windows machine.
  if (/^\s*<powershell>/i.test(text)) return {format: 'powershell', kind: null}
  if (/^\s*<script>/i.test(text)) return {format: 'batch', kind: null}
  // The parts of a Fluent Bit configuration have any name.
  if (/\.conf$/.test(path) && /^[ \t]*\[OUTPUT\]/im.test(text)) return {format: 'fluentbit', kind: null}
  if (/\.conf$/.test(path) && /^[ \t]*<match[ >]/m.test(text)) return {format: 'fluentd', kind: null}
  if (/\.conf$/.test(path) && /^[ \t]*(?:input|filter|output)[ \t]*\{/m.test(text))
    return {format: 'logstash', kind: null}
  if (JSON_TEXT.test(text)) return {format: 'json', kind: null}
  if (KUBERNETES.test(text) || VARIABLES.test(text)) return {format: 'yaml', kind: null}
  if (/^patch/i.test(path)) {
    if (JSON_PATCH.test(text)) return {format: 'yaml', kind: null}
    if (/^\s*\[\s*\{/.test(text)) return {format: 'json', kind: null}
  }
  return /config|aws/i.test(path) && AWS_CONFIG.test(text) ? {format: 'ini', kind: 'aws-config'} : null
}
