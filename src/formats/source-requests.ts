import type {Option} from './source-reader.js'

/** Calls that take the address of a request, or encode one to hand it on, by their last name. */
const SENDERS: ReadonlySet<string> = new Set(
  (
    'get post put request Request fetch axios ajax open urlopen http HttpRequest HttpGet HttpPost HttpRequestMessage' +
    ' NewRequest NewRequestWithContext Get Post PostForm GetAsync PostAsync GetStringAsync curl_init AWSRequest' +
    ' b64encode btoa base64_encode strict_encode64 encode64 from'
  ).split(' '),
)

const ADDRESS = /^https?:\/\/[^/\s]+(?:\/?|\/?\?\S*)$/

/** An address that a program sends a request to by itself, as `request().url`; null for what is none. */
export function requestOf(option: Option): Option | null {
  const {path, value} = option
  if (value === null || !ADDRESS.test(value)) return null
  const isSent = /^\d+$/.test(path.at(-1) ?? '') && SENDERS.has(path.at(-2) ?? '')
  // A query of AWS's own, whatever it is kept in.
  return isSent || /[?&]Action=\w/.test(value) ? {...option, path: ['request()', 'url'], key: 'url'} : null
}
