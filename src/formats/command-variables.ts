import type {Link} from '../model.js'
import {pairsIn, textOf} from './command-pairs.js'
import {type KeyValue, programOf, type Token} from './command-token.js'

/** What a command line hands on to a process that does not share the shell's environment. */
export interface Handed {
  readonly pairs: readonly KeyValue[]
  /** Env files that are read as well: the last one first, since it wins. */
  readonly links: readonly Link[]
}

/** Where a program takes variables for another process. */
interface Carrier {
  readonly programs: RegExp
  /** On the words that are no options, joined by blanks. */
  readonly verb: RegExp
  /** Options whose value is `K=V`. */
  readonly flag?: RegExp
  /** Every word `K=V` after the verb. */
  readonly words?: true
  /** Options whose one value holds several, and how each is written in it. */
  readonly lists?: readonly [flag: RegExp, pairs: readonly RegExp[]]
  /** Options that name an env file. */
  readonly file?: RegExp
  /** The name and the value are words of their own: how many words after the program they come. */
  readonly apart?: number
}

const COMMAS = [/(^(?:--[\w-]+=["']?)?|,)([A-Za-z_]\w*)=([^,]*)/gs]
/** Of an object, and of a list of names and values. */
const JSON_PAIRS = [
  /(")([A-Za-z_]\w*)"\s*:\s*("[^"\\]*")/g,
  /("name"\s*:\s*")([A-Za-z_]\w*)"\s*,\s*"value"\s*:\s*("[^"\\]*")/gi,
]
/** The AWS CLI's shorthand: `Variables={K=V,K=V}`, `name=K,value=V,type=PLAINTEXT`. */
const SHORTHAND = [
  ...JSON_PAIRS,
  /([{,]\s*)([A-Za-z_]\w*)=([^,{}"'\s]*)/g,
  /(name=)([A-Za-z_]\w*),value=([^,{}\]"'\s]*)/g,
]

const ENV_FLAG = /^(?:-e|--env|--env-add)$/

const CARRIERS: readonly Carrier[] = [
  {
    programs: /^(?:docker|podman|nerdctl|docker-compose|finch)$/,
    verb: /(?:^| )(?:run|create|exec|update)\b/,
    flag: ENV_FLAG,
    file: /^--env-file$/,
  },
  {
    programs: /^(?:fly|flyctl)$/,
    verb: /^(?:deploy|launch|machines? (?:run|create|update|clone))\b/,
    flag: ENV_FLAG,
  },
  {
    programs: /^(?:docker|podman|nerdctl|docker-compose|buildah|finch)$/,
    verb: /(?:^| )(?:build|bud)\b/,
    flag: /^--build-arg$/,
  },
  {programs: /^(?:kubectl|oc)$/, verb: /(?:^| )set env\b/, words: true},
  {programs: /^(?:kubectl|oc)$/, verb: /(?:^| )run\b/, flag: /^--env$/},
  {
    programs: /^(?:kubectl|oc)$/,
    verb: /(?:^| )create (?:configmap|cm|secret)\b/,
    flag: /^--from-literal$/,
    file: /^--from-env-file$/,
  },
  {programs: /^systemctl$/, verb: /^set-environment\b/, words: true},
  {programs: /^(?:heroku|dokku)$/, verb: /^config:set\b/, words: true},
  {programs: /^(?:fly|flyctl)$/, verb: /^secrets (?:set|import)\b/, words: true},
  {programs: /^eb$/, verb: /^setenv\b/, words: true},
  {programs: /^launchctl$/, verb: /^setenv\b/, apart: 2},
  {programs: /^netlify$/, verb: /^env:set\b/, apart: 2},
  {programs: /^cf$/, verb: /^(?:set-env|se)\b/, apart: 3},
  {programs: /^az$/, verb: /\bappsettings set\b/, words: true},
  {
    programs: /^gcloud$/,
    verb: /\bdeploy\b|\bupdate\b/,
    lists: [/^--(?:set|update)-(?:env-vars|build-env-vars)$/, COMMAS],
  },
  {
    programs: /^aws$/,
    verb: /^(?:lambda|ecs|codebuild|batch|apprunner)\b/,
    lists: [/^--(?:environment|overrides|environment-variables-override|container-overrides)$/, SHORTHAND],
  },
  {programs: /^helm$/, verb: /./, lists: [/^--set-json$/, JSON_PAIRS]},
]

export function handedOn(words: readonly Token[]): Handed {
  const program = programOf(words[0])
  const known = CARRIERS.filter(({programs}) => programs.test(program))
  if (known.length === 0) return {pairs: [], links: []}
  const operands = words
    .slice(1)
    .flatMap(({value}) => (value === null || value.startsWith('-') ? [] : value))
    .join(' ')
  const carriers = known.filter(({verb}) => verb.test(operands))
  const pairs = carriers.flatMap((carrier) =>
    carrier.apart === undefined
      ? words.flatMap((word, index) => pairsOf(carrier, word, words[index - 1]))
      : pairApart(words[carrier.apart], words[carrier.apart + 1]),
  )
  const links = carriers.flatMap(({file}) => (file ? filesNamed(words, file) : []))
  return {pairs: pairs.filter(({key}) => /^[A-Za-z_]\w*$/.test(key)), links: links.reverse()}
}

/** Whether an option's value is a variable of another process, and so none of the option's own. */
export function isVariableFlag(words: readonly Token[], key: string): boolean {
  const program = programOf(words[0])
  return CARRIERS.some(({programs, flag}) => programs.test(program) && flag?.test(key) === true)
}

function pairApart(name: Token | undefined, word: Token | undefined): KeyValue[] {
  if (!name?.value || !word) return []
  const {value, inner, written} = word
  return [{key: name.value, range: {start: name.inner.start, end: inner.end}, value, valueRange: inner, written}]
}

function pairsOf({flag, words, lists}: Carrier, word: Token, before: Token | undefined): KeyValue[] {
  const {pair} = word
  if (words) return pair === null || pair.key.startsWith('-') ? [] : [pair]
  if (flag?.test(before?.value ?? '')) return pair === null ? [] : [pair]
  if (flag && pair !== null && flag.test(pair.key)) {
    const inner = nested(pair)
    return inner === null ? [] : [inner]
  }
  if (flag?.test('-e') && pair !== null && /^-e[A-Za-z_]\w*$/.test(pair.key)) return [glued(pair)]
  if (lists === undefined) return []
  const [name, patterns] = lists
  const isOwn = /^(--[\w-]+)=/.exec(textOf(word) ?? '')?.[1]
  if (!name.test(before?.value ?? '') && !name.test(isOwn ?? '')) return []
  return patterns.flatMap((pattern) => pairsIn(word, pattern))
}

/** `-eK=V`. */
function glued({key, range: {start, end}, ...pair}: KeyValue): KeyValue {
  return {...pair, key: key.slice(2), range: {start: start + 2, end}}
}

function filesNamed(words: readonly Token[], flag: RegExp): Link[] {
  const named = words.flatMap(({pair, value}, index) =>
    pair !== null && flag.test(pair.key)
      ? (pair.value ?? [])
      : flag.test(words[index - 1]?.value ?? '')
        ? (value ?? [])
        : [],
  )
  return named.map((target) => ({kind: 'env-file', target}))
}

/** `--env=K=V`, `--env="K=V"`: the value is itself a pair. */
export function nested({written, value, valueRange: {start, end}}: KeyValue): KeyValue | null {
  const quotes = /^(["']).*\1$/s.test(written) && written.length === end - start + 2 ? 1 : 0
  const inner = written.slice(quotes, written.length - quotes)
  const [head, key] = /^([A-Za-z_]\w*)=/.exec(inner) ?? []
  if (head === undefined || key === undefined) return null
  return {
    key,
    range: {start, end},
    value: value?.slice(head.length) ?? null,
    valueRange: {start: start + head.length, end},
    written: inner.slice(head.length),
  }
}
