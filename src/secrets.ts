/**
 * Which keys hold a credential. Their values never leave the parser.
 * A suffix test on the key, so that `AWS_SECRET_ACCESS_KEY`, `aws_secret_access_key`, `secretAccessKey` and
 * `MY_API_TOKEN` all count, and `token_file`, `secret_name` and `key_path` do not.
 */
const SECRET =
  '(?:secret|password|passwd|token|credentials?|(?:private|access|api|secret)[._-]?key(?:[._-]?id)?|key-data)'
const SECRET_KEY = new RegExp(`${SECRET}$`, 'i')

/** Where a text may have such a key, as the source of an expression that tells case. */
export const SECRET_WORDS = `${SECRET.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)}(?![\\w.-])`

export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key)
}

/** Credential shapes by themselves: AWS and Alibaba key ids, presigned signatures, a URL's user and password. */
const SECRET_TEXT =
  /\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|LTAI[A-Za-z0-9]{12,24}|STS\.[A-Za-z0-9]{16,32}|k8s-aws-v1\.[\w-]+|X-Amz-(?:Signature|Security-Token)=[^&\s"']+)|(?<=:\/\/)[^\s/:@"']+:[^\s/@"']+(?=@)/g

/** For text shown to people: every credential shape becomes `***`. */
export function maskSecrets(text: string): string {
  return text.replace(SECRET_TEXT, '***')
}
