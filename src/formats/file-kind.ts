import type {AwsFileKind, FileKind, FormatId} from '../model.js'

/** Suffixes of templates and samples, which hold the same syntax. */
const SUFFIX = String.raw`(?:\.(?:ini|j2|jinja2?|tmpl|tpl|gotmpl|erb|template|example|sample|dist))*$`

/** `~/.aws/config` by its default place, chezmoi's name for it, and the names it has in repositories. */
const CONFIG = [
  new RegExp(String.raw`(?:^|/)(?:\.|(?:\w+_)?dot_)aws/config${SUFFIX}`),
  new RegExp(String.raw`(?:^|/)\.?(?:[\w-]+\.)*aws[-_.]?config${SUFFIX}`),
]

/** Alibaba Cloud's, in their default places. */
const ALIYUN = [
  ['aliyun-config', new RegExp(String.raw`(?:^|/)(?:\.|(?:\w+_)?dot_)aliyun/config\.json${SUFFIX}`)],
  ['aliyun-credentials', new RegExp(String.raw`(?:^|/)(?:\.|(?:\w+_)?dot_)alibabacloud/credentials${SUFFIX}`)],
  ['ossutil-config', new RegExp(String.raw`(?:^|/)(?:\.|(?:\w+_)?dot_)ossutilconfig${SUFFIX}`)],
] as const

const CREDENTIALS = [
  // Velero's documentation calls its file `credentials-velero`.
  new RegExp(`(?:^|/)credentials(?:-velero)?${SUFFIX}`),
  new RegExp(String.raw`(?:^|/)\.?(?:[\w-]+\.)*aws[-_.]?credentials${SUFFIX}`),
]

/**
 * Which of a provider's shared files a path names, if any. `known` has the last word: discovery knows the files that
 * variables such as `AWS_CONFIG_FILE` name, whatever they are called.
 */
export function fileKind(path: string, known?: ReadonlyMap<string, FileKind>): FileKind {
  const named = known?.get(path)
  if (named !== undefined) return named
  const slashed = path.replaceAll('\\', '/')
  const aliyun = ALIYUN.find(([, pattern]) => pattern.test(slashed))
  if (aliyun !== undefined) return aliyun[0]
  if (CREDENTIALS.some((pattern) => pattern.test(slashed))) return 'aws-credentials'
  return CONFIG.some((pattern) => pattern.test(slashed)) ? 'aws-config' : null
}

export function formatOfKind(kind: NonNullable<FileKind>): FormatId {
  return kind === 'aliyun-config' ? 'json' : 'ini'
}

/** AWS's own files: read by botocore and its relatives as a whole, in a dialect of their own. */
export function isAwsFile(kind: FileKind): kind is AwsFileKind {
  return kind === 'aws-config' || kind === 'aws-credentials'
}
