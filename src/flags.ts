/**
 * The flags of `check`, once, as data. The thin front (parse-flags.ts) and oclif's Check command both read this list;
 * test/flags.test.ts proves that they agree.
 */

interface Spec {
  readonly name: string
  readonly char?: string
  readonly summary: string
  readonly group: Group
  /** The environment variable that stands in when the flag is not given. */
  readonly env?: string
}

export interface BooleanFlag extends Spec {
  readonly type: 'boolean'
  /** `--no-NAME` turns it off. */
  readonly negatable?: true
}

export interface OptionFlag extends Spec {
  readonly type: 'option'
  /** What stands for the value in help. */
  readonly value: string
  readonly multiple?: true
  readonly options?: readonly string[]
}

export type Flag = BooleanFlag | OptionFlag
export type Group = 'FIX' | 'RULE' | 'FILE' | 'OUTPUT'

export const severities = ['error', 'warning', 'info'] as const

export const checkFlags = [
  {name: 'fix', type: 'boolean', group: 'FIX', summary: 'Write the safe fixes of the findings shown'},
  {name: 'unsafe-fixes', type: 'boolean', group: 'FIX', summary: 'With --fix or --diff: the unsafe fixes as well'},
  {
    name: 'diff',
    type: 'boolean',
    group: 'FIX',
    summary: 'Show what --fix would change as a unified diff; write nothing',
  },
  {
    name: 'verify',
    type: 'boolean',
    group: 'FIX',
    summary: 'With --fix: call STS for each scope that was changed, and roll back what does not work there',
  },
  {
    name: 'level',
    type: 'option',
    value: 'LEVEL',
    options: ['dns', 'tls', 'identity'],
    group: 'FIX',
    summary: 'With --verify: how far to go (default identity)',
  },
  {
    name: 'unproved',
    type: 'option',
    value: 'FATE',
    options: ['keep', 'rollback'],
    group: 'FIX',
    summary: 'With --verify: what becomes of changes that nothing here can prove (default keep)',
  },
  {
    name: 'region',
    type: 'option',
    value: 'REGION',
    group: 'FIX',
    summary: 'The Region to write where a file does not state one',
  },
  {
    name: 'rule',
    type: 'option',
    value: 'ID',
    multiple: true,
    group: 'RULE',
    summary: 'Run only this rule (repeatable)',
  },
  {
    name: 'ignore-rule',
    type: 'option',
    value: 'ID',
    multiple: true,
    group: 'RULE',
    summary: 'Leave this rule out (repeatable)',
  },
  {
    name: 'min-severity',
    type: 'option',
    value: 'SEVERITY',
    options: severities,
    group: 'RULE',
    summary: 'Show findings from this severity up; the rest are counted (default warning)',
  },
  {
    name: 'fail-on',
    type: 'option',
    value: 'SEVERITY',
    options: severities,
    group: 'RULE',
    summary: 'End with 1 when findings of this severity or above are left (default warning)',
  },
  {
    name: 'max-warnings',
    type: 'option',
    value: 'N',
    group: 'RULE',
    summary: 'End with 1 when more warnings than this are left, whatever --fail-on says',
  },
  {
    name: 'baseline',
    type: 'option',
    value: 'FILE',
    group: 'RULE',
    summary: 'Leave out the findings that this file knows',
  },
  {
    name: 'update-baseline',
    type: 'boolean',
    group: 'RULE',
    summary: 'Make the baseline of what is found now; one that is there only loses what is gone',
  },
  {
    name: 'config',
    char: 'c',
    type: 'option',
    value: 'FILE',
    env: 'STSLINT_CONFIG',
    group: 'FILE',
    summary: 'Use this config file; look for no other',
  },
  {name: 'no-config', type: 'boolean', group: 'FILE', summary: 'Use no config file'},
  {
    name: 'no-home',
    type: 'boolean',
    group: 'FILE',
    summary: 'Leave out the shared AWS and Alibaba Cloud files of the home directory',
  },
  {
    name: 'stdin',
    type: 'boolean',
    group: 'FILE',
    summary: 'Read one document from standard input; with --fix, write it to standard output',
  },
  {
    name: 'stdin-filename',
    type: 'option',
    value: 'PATH',
    group: 'FILE',
    summary: 'The path that standard input stands for: it decides the format',
  },
  {
    name: 'source-code',
    type: 'boolean',
    negatable: true,
    group: 'FILE',
    summary: 'Read programs as well, and report what they give to their SDKs; or not',
  },
  {name: 'staged', type: 'boolean', group: 'FILE', summary: 'Only files in the git index that differ from HEAD'},
  {
    name: 'since',
    type: 'option',
    value: 'REF',
    group: 'FILE',
    summary: 'Only files that changed since this git revision',
  },
  {
    name: 'format',
    char: 'f',
    type: 'option',
    value: 'NAME[:FILE]',
    multiple: true,
    group: 'OUTPUT',
    summary: 'Report as NAME, into FILE if given (repeatable; default pretty)',
  },
  {name: 'quiet', char: 'q', type: 'boolean', group: 'OUTPUT', summary: 'Show errors only'},
  {
    name: 'color',
    type: 'boolean',
    negatable: true,
    group: 'OUTPUT',
    summary: 'Colour, or not; by default on terminals (NO_COLOR and FORCE_COLOR honoured)',
  },
  {name: 'timing', type: 'boolean', group: 'OUTPUT', summary: 'Say on standard error where the time went'},
  {
    name: 'debug',
    type: 'boolean',
    env: 'STSLINT_DEBUG',
    group: 'OUTPUT',
    summary: 'Say what was decided, and show stack traces of internal errors',
  },
] as const satisfies readonly Flag[]

type Spread<F> = F extends {type: 'boolean'}
  ? boolean
  : F extends {multiple: true}
    ? readonly string[]
    : F extends {options: readonly (infer Choice)[]}
      ? Choice
      : string

/** Flags as given: one that was not given is absent. */
export type CheckFlags = {readonly [F in (typeof checkFlags)[number] as F['name']]?: Spread<F>}

/** What the flag of an environment variable means, read as oclif reads it. */
export function isTruthy(value: string): boolean {
  return ['1', 'true', 'y', 'yes'].includes(value.toLowerCase())
}
