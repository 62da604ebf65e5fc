import type {FileKind} from '../model.js'

/** Suffixes of templates and samples, which hold the same syntax. */
const SUFFIX = String.raw`(?:\.(?:ini|j2|jinja2?|tmpl|tpl|gotmpl|erb|template|example|sample|dist))*$`

/** `~/.aws/config` by its default place, chezmoi's name for it, and the names it has in repositories. */
const CONFIG = [
  new RegExp(String.raw`(?:^|/)(?:\.|(?:\w+_)?dot_)aws/config${SUFFIX}`),
  new RegExp(String.raw`(?:^|/)\.?(?:[\w-]+\.)*aws[-_.]?config${SUFFIX}`),
]

const CREDENTIALS = [
  // Alibaba Cloud's file of the same name has keys of its own.
  new RegExp(String.raw`(?:^|/)(?<!\.alibabacloud/)credentials${SUFFIX}`),
  new RegExp(String.raw`(?:^|/)\.?(?:[\w-]+\.)*aws[-_.]?credentials${SUFFIX}`),
]

/**
 * Which of the two shared AWS files a path names, if either. `known` has the last word: discovery knows the files that
 * `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, whatever they are called.
 */
export function fileKind(path: string, known?: ReadonlyMap<string, FileKind>): FileKind {
  const named = known?.get(path)
  if (named !== undefined) return named
  const slashed = path.replaceAll('\\', '/')
  if (CREDENTIALS.some((pattern) => pattern.test(slashed))) return 'aws-credentials'
  return CONFIG.some((pattern) => pattern.test(slashed)) ? 'aws-config' : null
}
