import {externalDataInterceptor, loadSharedConfigFiles} from '@smithy/shared-ini-file-loader'
import fc from 'fast-check'
import iniPackage from 'ini'
import {describe, expect, test} from 'vitest'
import {fileKind} from '../../src/formats/file-kind.js'
import {ini} from '../../src/formats/ini.js'
import type {Parsed} from '../../src/model.js'
import {edited, entryNamed, expectOnlyChange, expectSoundRanges, expectUndoneAdd} from './line-edits.js'

const CONFIG = '.aws/config'

function parse(text: string, path = CONFIG): Parsed {
  return ini.parse({path, text}, {kind: fileKind(path), scopeRows: [], envNames: new Set(), readShell: null})
}

/** `section/key=value`, with `$` for a computed value and `*` for a hidden one. */
function read(text: string, path?: string): string[] {
  return parse(text, path).entries.map(({path: keys, value, type}) => {
    return `${keys.join('/')}=${value ?? (type === 'expression' ? '$' : '*')}`
  })
}

function slices(text: string, ranges: readonly {start: number; end: number}[]): string[] {
  return ranges.map(({start, end}) => text.slice(start, end))
}

describe('reads', () => {
  test.each([
    {
      name: 'sections of every kind',
      text: '[default]\na=1\n[profile x]\nb=2\n[sso-session s]\nc=3\n',
      entries: ['default/a=1', 'profile x/b=2', 'sso-session s/c=3'],
    },
    {
      name: 'a nested block',
      text: '[services x]\nsts =\n  endpoint_url = https://sts.eu-west-1.amazonaws.com\nregion = r\n',
      entries: [
        'services x/sts=',
        'services x/sts/endpoint_url=https://sts.eu-west-1.amazonaws.com',
        'services x/region=r',
      ],
    },
    {
      name: 'two nested blocks with tabs',
      text: '[services x]\nsts =\n\ta = 1\ns3 =\n\tb = 2\n',
      entries: ['services x/sts=', 'services x/sts/a=1', 'services x/s3=', 'services x/s3/b=2'],
    },
    {
      name: 'a nested block across blank and comment lines',
      text: '[services x]\nsts =\n  a = 1\n\n# c\n  ; d\n  b = 2\n',
      entries: ['services x/sts=', 'services x/sts/a=1', 'services x/sts/b=2'],
    },
    {
      name: 'a quoted name',
      text: '[profile "my prof"]\na = 1\n[profile \'it\']\nb = 2\n',
      entries: ['profile my prof/a=1', 'profile it/b=2'],
    },
    {name: 'white space in a header', text: '  [ profile \t x ]  \na = 1\n', entries: ['profile x/a=1']},
    {
      name: 'a comment after a header',
      text: '[default] # note\na = 1\n[dev];note\nb = 2\n',
      entries: ['default/a=1', 'dev/b=2'],
    },
    {name: 'keys indented alike', text: '[default]\n  a = 1\n  b = 2\n', entries: ['default/a=1', 'default/b=2']},
    {
      name: 'white space around the sign',
      text: '[default]\na=1\nb =2\nc\t=\t3  \n',
      entries: ['default/a=1', 'default/b=2', 'default/c=3'],
    },
    {
      name: 'keys as written',
      text: '[default]\nSTS_Regional_Endpoints = legacy\n',
      entries: ['default/STS_Regional_Endpoints=legacy'],
    },
    {name: 'duplicate keys, in order', text: '[default]\na = 1\na = 2\n', entries: ['default/a=1', 'default/a=2']},
    {name: 'empty values', text: '[default]\na =\nb = \nc=', entries: ['default/a=', 'default/b=', 'default/c=']},
    {name: 'CRLF', text: '[default]\r\na = 1\r\nb = 2\r\n', entries: ['default/a=1', 'default/b=2']},
    {name: 'a byte order mark', text: '\uFEFF[default]\na = 1', entries: ['default/a=1']},
    {name: 'signs in a value', text: '[default]\na = b=c;d#e\n', entries: ['default/a=b=c;d#e']},
    {name: 'quotes as text, as the AWS SDKs do', text: '[default]\na = "b"\n', entries: ['default/a="b"']},
    {
      name: 'templates as computed',
      text: '[default]\na = {{ region }}\nb = ${R}\nc = <%= r # x %>\nd = %(r)s\ne = 5%\n',
      entries: ['default/a=$', 'default/b=$', 'default/c=$', 'default/d=$', 'default/e=5%'],
    },
    {
      name: 'nothing from a template line',
      text: '[default]\n{{- if .dev }}\na = 1\n{% endif %}\n',
      entries: ['default/a=1'],
    },
    {
      name: 'nothing from a commented setting (T51)',
      text: '[default]\n# sts_regional_endpoints = legacy\n ;a = 1\n',
      entries: [],
    },
    {
      name: 'a value that goes on below',
      text: '[default]\na = b\n  c d\n\n  e\nf = g\n',
      entries: ['default/a=b\nc d\n\ne', 'default/f=g'],
    },
    {name: 'an empty file', text: '', entries: []},
  ])('$name', ({text, entries}) => {
    const parsed = parse(text)

    expect(read(text)).toEqual(entries)
    expect(parsed.problems).toEqual([])
    expectSoundRanges(text, parsed)
  })

  test.each([
    {
      name: 'a list below its key',
      text: '[options]\nrequires =\n  requests\n  foo==1\n',
      entries: ['options/requires=\nrequests\nfoo==1'],
    },
    {name: 'settings before a section', text: 'a = 1\n[b]\nc = 2\n', entries: ['a=1', 'b/c=2']},
    {
      name: 'quoted values',
      text: '[a]\nb = "c ; d" ; e\nf = \'g\'\nh = "i" j\n',
      entries: ['a/b=c ; d', 'a/f=g', 'a/h="i" j'],
    },
    {name: 'a colon as the sign', text: '[a]\nb: c\nd : e = f\n', entries: ['a/b=c', 'a/d=e = f']},
  ])('in plain INI: $name', ({text, entries}) => {
    const parsed = parse(text, 'etc/app.ini')

    expect(read(text, 'etc/app.ini')).toEqual(entries)
    expect(parsed.problems).toEqual([])
    expectSoundRanges(text, parsed)
  })
})

describe('comments', () => {
  test.each([
    {
      name: 'are given from their marks',
      text: '# a\n[default] ; b\n  ; c \nk = v # d\n',
      comments: ['# a', '; b', '; c', '# d'],
    },
    {name: 'need white space before them', text: '[default]\nk = v#w;x\n', comments: []},
    {name: 'are given for lines that cannot be read', text: '[default]\nregion # note\n', comments: ['# note']},
  ])('$name', ({text, comments}) => expect(slices(text, parse(text).comments)).toEqual(comments))

  test.each([
    {name: 'behind a value', text: '[default]\nk = v \t# note \n', value: 'v', inline: ' \t# note'},
    {name: 'behind nothing', text: '[default]\nk = ; note\n', value: '', inline: ' ; note'},
    {name: 'up to the first mark', text: '[default]\nk = v ; a # b', value: 'v', inline: ' ; a # b'},
    {name: 'absent', text: '[default]\nk = v\n', value: 'v', inline: undefined},
  ])('inline, $name', ({text, value, inline}) => {
    expect(entryNamed(parse(text), 'k')).toMatchObject({value})
    expect(entryNamed(parse(text), 'k').inlineComment).toBe(inline)
  })
})

describe('problems', () => {
  test.each([
    {
      name: 'a key without a sign (T54)',
      text: '[default]\nregion\na = 1\n',
      problems: ['region'],
      entries: ['default/a=1'],
    },
    {name: 'a sign without a key', text: '[default]\n = 1\na = 1\n', problems: ['= 1'], entries: ['default/a=1']},
    {name: 'an open header', text: '[profile x\na = 1\n', problems: ['[profile x'], entries: ['profile x/a=1']},
    {name: 'a header without a name', text: '[]\na = 1\n', problems: ['[]'], entries: ['/a=1']},
    {name: 'text after a header', text: '[default] x\na = 1\n', problems: ['[default] x'], entries: ['default/a=1']},
    {
      name: 'a setting before the first section',
      text: 'a = 1\n[default]\nb = 2\n',
      problems: ['a = 1'],
      entries: ['default/b=2'],
    },
    {
      name: 'a setting indented under another',
      text: '[default]\na = 1\n  b = 2\nc = 3\n',
      problems: ['b = 2'],
      entries: ['default/a=1', 'default/b=2', 'default/c=3'],
    },
    {
      name: 'a header indented under a setting',
      text: '[default]\na = 1\n [profile x]\n b = 2\n',
      problems: ['[profile x]'],
      entries: ['default/a=1', 'profile x/b=2'],
    },
    {name: 'a colon as the sign', text: '[default]\na: 1\n', problems: ['a: 1'], entries: ['default/a=1']},
    {
      name: 'text in a nested block',
      text: '[services x]\nsts =\n  endpoint_url\n  a = 1\n',
      problems: ['endpoint_url'],
      entries: ['services x/sts=', 'services x/sts/a=1'],
    },
    {
      name: 'text between two settings, which ends the first',
      text: '[default]\na = 1\nb\n  c\nd = 2\n',
      problems: ['b', 'c'],
      entries: ['default/a=1', 'default/d=2'],
    },
    {name: 'JSON', text: '{\n  "a": 1\n}\n', problems: ['{', '"a": 1', '}'], entries: []},
  ])('$name', ({text, problems, entries}) => {
    const parsed = parse(text)

    expect(
      slices(
        text,
        parsed.problems.map(({range}) => range),
      ),
    ).toEqual(problems)
    expect(read(text)).toEqual(entries)
    expectSoundRanges(text, parsed)
  })
})

describe('scopes', () => {
  test('have links by key alone, whatever the key is called', () => {
    expect(parse('[default]\nconstructor = x\n').scopes[0]?.links).toEqual([])
  })

  test.each([
    {name: 'default', path: CONFIG, header: 'default', scope: ['default', 'profile', 'default', 'ini']},
    {name: 'a profile', path: CONFIG, header: 'profile dev', scope: ['profile dev', 'profile', 'dev', 'ini']},
    {name: 'services', path: CONFIG, header: 'services s', scope: ['services s', 'services', 's', null]},
    {name: 'an SSO session', path: CONFIG, header: 'sso-session s', scope: ['sso-session s', 'sso-session', 's', null]},
    {name: 'a bare name in the config file', path: CONFIG, header: 'dev', scope: ['dev', 'section', 'dev', 'ini']},
    {
      name: 'a bare name in the credentials file',
      path: '.aws/credentials',
      header: 'dev',
      scope: ['dev', 'profile', 'dev', 'ini'],
    },
    {name: 'a bare name elsewhere', path: 'app.ini', header: 'dev', scope: ['dev', 'section', 'dev', 'ini']},
    {name: 'a prefix without a name', path: CONFIG, header: 'profile', scope: ['profile', 'section', 'profile', 'ini']},
  ])('$name', ({path, header, scope}) => {
    const [found] = parse(`[${header}]\na = 1\n`, path).scopes

    expect([found?.id, found?.kind, found?.name, found?.adds]).toEqual(scope)
  })

  test('end with their last line that is not blank, and have an id of their own', () => {
    const text = '# top\n[default]\na = 1\n# end\n\n[default]\n\n'
    const {scopes} = parse(text)

    expect(scopes.map(({id}) => id)).toEqual(['default', 'default#2'])
    expect(
      slices(
        text,
        scopes.map(({range}) => range),
      ),
    ).toEqual(['[default]\na = 1\n# end', '[default]'])
  })

  test('link a profile to its services and source profile', () => {
    const {scopes} = parse('[profile x]\nservices = s\nsource_profile = base\n[services s]\nservices = t\n')

    expect(scopes.map(({links}) => links)).toEqual([
      [
        {kind: 'services', target: 's'},
        {kind: 'source-profile', target: 'base'},
      ],
      [],
    ])
  })
})

describe('secrets', () => {
  test.each([
    {name: 'a value', text: '[d]\naws_secret_access_key = abc\n', secrets: ['abc']},
    {name: 'what looks like its comment', text: '[d]\naws_session_token = ab #c ; d\n', secrets: ['ab #c ; d']},
    {name: 'its further lines', text: '[d]\naws_session_token = ab\n  cd\n', secrets: ['ab\n  cd']},
    {
      name: 'lines that follow it and are no settings',
      text: '[d]\naws_session_token = ab\ncd\n',
      secrets: ['ab', 'cd'],
    },
    {name: 'a template for one', text: '[d]\naws_session_token = {{ t }}\n', secrets: ['{{ t }}']},
    {name: 'one that is commented out', text: '[d]\n# aws_secret_access_key = abc\n', secrets: ['abc']},
    {name: 'one in an inline comment', text: '[d]\na = 1 # password: abc\n', secrets: ['abc']},
    {name: 'one without a sign', text: '[d]\naws_secret_access_key abc\n', secrets: ['abc']},
    {name: 'one before the first section', text: 'aws_secret_access_key = abc\n', secrets: ['abc']},
    {name: 'not the path of one', text: '[d]\nweb_identity_token_file = /run/t\n', secrets: []},
  ])('hides $name', ({text, secrets}) => {
    const parsed = parse(text)

    expect(slices(text, parsed.secrets)).toEqual(secrets)
    expect(JSON.stringify(parsed.entries) + JSON.stringify(parsed.problems)).not.toMatch(/abc?\b|cd/)
  })
})

describe('sets a value', () => {
  test.each([
    {name: 'and nothing else', text: '\uFEFF[d]\r\nk\t= old  \r\n', expected: '\uFEFF[d]\r\nk\t= new  \r\n'},
    {name: 'before an inline comment', text: '[d]\nk = old # note\n', expected: '[d]\nk = new # note\n'},
    {name: 'where there is none', text: '[d]\nk =\n', expected: '[d]\nk = new\n'},
    {name: 'where there is only a comment', text: '[d]\nk = # note\n', expected: '[d]\nk = new # note\n'},
    {name: 'where there is nothing at all', text: '[d]\nk=', expected: '[d]\nk=new'},
    {name: 'of several lines', text: '[d]\nk = a\n  b c\nl = 1\n', expected: '[d]\nk = new\nl = 1\n'},
    {name: 'but not over a comment between its lines', text: '[d]\nk = a\n # c\n  b c\n', expected: null},
    {name: 'but not on the header of a block', text: '[d]\nk =\n  a = 1\n', expected: null},
    {name: 'that would be a comment: never', text: '[d]\nk = old\n', value: 'a # b', expected: null},
    {name: 'of two lines: never', text: '[d]\nk = old\n', value: 'a\nb', expected: null},
    {name: 'with outer white space: never', text: '[d]\nk = old\n', value: 'a ', expected: null},
    {name: 'that is empty: never', text: '[d]\nk = old\n', value: '', expected: null},
    {name: 'that is computed: never', text: '[d]\nk = old\n', value: '{{ a }}', expected: null},
  ])('$name', ({text, value = 'new', expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.setValue(entryNamed(parsed, 'k'), value))).toBe(expected)
  })

  test('inside the quotes of plain INI', () => {
    const text = '[a]\nk = "old" ; note\n'
    const parsed = parse(text, 'app.ini')

    expect(edited(text, parsed.setValue(entryNamed(parsed, 'k'), 'a ; b'))).toBe('[a]\nk = "a ; b" ; note\n')
    expect(parsed.setValue(entryNamed(parsed, 'k'), 'a" ; b')).toBeNull()
  })
})

describe('removes', () => {
  test.each([
    {name: 'the whole line', text: '[d]\r\n  k = 1\r\nl = 2\r\n', expected: '[d]\r\nl = 2\r\n'},
    {name: 'the last line, leaving no final line end', text: '[d]\r\nk = 1', expected: '[d]'},
    {name: 'the lines of a value', text: '[d]\nk = a\n  b c\nl = 2\n', expected: '[d]\nl = 2\n'},
    {name: 'a whole block', text: '[services s]\nk =\n  a = 1\n  b = 2\nl = 2\n', expected: '[services s]\nl = 2\n'},
    {
      name: 'the last key of a block with its header',
      text: '[services s]\nsts =\n  k = 1\ns3 =\n  l = 2\n',
      expected: '[services s]\ns3 =\n  l = 2\n',
    },
    {
      name: 'one key of a block',
      text: '[services s]\nsts =\n  k = 1\n  l = 2\n',
      expected: '[services s]\nsts =\n  l = 2\n',
    },
    {name: 'no inline comment', text: '[d]\nk = 1 # note\n', expected: null},
    {name: 'no comment of a block', text: '[services s]\nk =\n  # note\n  a = 1\n', expected: null},
    {name: 'no comment beside it', text: '[d]\n# above\nk = 1\n# below\n', expected: '[d]\n# above\n# below\n'},
  ])('$name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.remove(entryNamed(parsed, 'k')))).toBe(expected)
  })
})

describe('adds', () => {
  test.each([
    {name: 'after the last setting', text: '[d]\na=1\n\n[e]\nb = 2\n', expected: '[d]\na=1\nk=v\n\n[e]\nb = 2\n'},
    {name: 'after a given one', text: '[d]\na = 1\nb = 2\n', after: 'a', expected: '[d]\na = 1\nk = v\nb = 2\n'},
    {
      name: 'after a given block, not in it',
      text: '[d]\ns3 =\n  a = 1\nb = 2\n',
      after: 'a',
      expected: '[d]\ns3 =\n  a = 1\nk = v\nb = 2\n',
    },
    {
      name: 'after the header, in the style of the file',
      text: '[d]\r\n# c\r\n[e]\r\na=1\r\n',
      expected: '[d]\r\nk=v\r\n# c\r\n[e]\r\na=1\r\n',
    },
    {name: 'after the header, in the usual style', text: '[d]', expected: '[d]\nk = v'},
    {name: 'without a final line end where there was none', text: '[d]\na = 1', expected: '[d]\na = 1\nk = v'},
    {name: 'with the indentation of the others', text: '[d]\n\ta = 1\n', expected: '[d]\n\ta = 1\n\tk = v\n'},
    {name: 'in an aligned column', text: '[d]\nregion   = a\n', expected: '[d]\nregion   = a\nk        = v\n'},
    {name: 'after an empty setting', text: '[d]\na =\n', expected: '[d]\na =\nk = v\n'},
    {
      name: 'not with the indentation of a misplaced one',
      text: '[d]\na = 1\n  b = 2\n',
      expected: '[d]\na = 1\n  b = 2\nk = v\n',
    },
    {name: 'no duplicate', text: '[d]\nk = 1\n', expected: null},
    {name: 'no duplicate in another case', text: '[d]\nK = 1\n', expected: null},
    {name: 'no duplicate to a section of the same name', text: '[d]\n[d]\nk = 1\n', expected: null},
  ])('$name', ({text, after, expected}) => {
    const parsed = parse(text)

    expect(
      edited(
        text,
        parsed.add(parsed.scopes[0]!, 'k', 'v', after === undefined ? undefined : entryNamed(parsed, after)),
      ),
    ).toBe(expected)
  })

  test.each([
    {name: 'opens a block', text: '[services s]\n', expected: '[services s]\nsts =\n  endpoint_url = v\n'},
    {
      name: 'opens a block as the others are',
      text: '[services s]\ns3=\n\ta=1',
      expected: '[services s]\ns3=\n\ta=1\nsts=\n\tendpoint_url=v',
    },
    {
      name: 'joins a block',
      text: '[services s]\nsts =\n    a = 1\ns3 =\n  b = 2\n',
      expected: '[services s]\nsts =\n    a = 1\n    endpoint_url = v\ns3 =\n  b = 2\n',
    },
    {
      name: 'fills an empty block',
      text: '[services s]\nsts =\n',
      expected: '[services s]\nsts =\n  endpoint_url = v\n',
    },
    {name: 'adds no duplicate', text: '[services s]\nsts =\n  endpoint_url = 1\n', expected: null},
    {name: 'adds nothing under a value', text: '[services s]\nsts = 1\n', expected: null},
  ])('a nested setting: $name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.add(parsed.scopes[0]!, 'sts.endpoint_url', 'v'))).toBe(expected)
  })
})

describe('renames', () => {
  test.each([
    {name: 'the key alone', text: '[d]\nk\t= 1 # c\n', expected: '[d]\nnew\t= 1 # c\n'},
    {name: 'not to a key that is there', text: '[d]\nk = 1\nNEW = 2\n', expected: null},
  ])('$name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.rename(entryNamed(parsed, 'k'), 'new'))).toBe(expected)
  })
})

describe('appends', () => {
  test.each([
    {name: 'to a list', text: '[d]\nk = a,b # c\n', expected: '[d]\nk = a,b,new # c\n'},
    {name: 'with its spacing', text: '[d]\nk = a, b\n', expected: '[d]\nk = a, b, new\n'},
    {name: 'to one value', text: '[d]\nk = a\n', expected: '[d]\nk = a,new\n'},
    {name: 'after a final comma', text: '[d]\nk = a,\n', expected: '[d]\nk = a,new\n'},
    {name: 'not to nothing', text: '[d]\nk =\n', expected: null},
    {name: 'not what is there', text: '[d]\nk = new,a\n', expected: null},
    {name: 'not to a computed list', text: '[d]\nk = {{ a }}\n', expected: null},
  ])('$name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.append(entryNamed(parsed, 'k'), 'new'))).toBe(expected)
  })
})

describe('moves an inline comment above its setting', () => {
  test.each([
    {name: 'with its indentation', text: '[d]\r\n  k = v  # note \r\n', expected: '[d]\r\n  # note\r\n  k = v\r\n'},
    {name: 'at the end of the file', text: '[d]\nk = v ; note', expected: '[d]\n; note\nk = v'},
    {
      name: 'in a nested block',
      text: '[services s]\nsts =\n  k = v # n\n',
      expected: '[services s]\nsts =\n  # n\n  k = v\n',
    },
    {name: 'if there is one', text: '[d]\nk = v\n', expected: null},
  ])('$name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.ownLine!(entryNamed(parsed, 'k')))).toBe(expected)
  })
})

describe('tells the AWS files', () => {
  test.each([
    {path: '.aws/config', kind: 'aws-config'},
    {path: 'C:\\Users\\me\\.aws\\config', kind: 'aws-config'},
    {path: 'private_dot_aws/config.tmpl', kind: 'aws-config'},
    {path: 'ci/aws-config', kind: 'aws-config'},
    {path: 'aws_config.j2', kind: 'aws-config'},
    {path: 'dev.aws-config', kind: 'aws-config'},
    {path: '.aws/credentials', kind: 'aws-credentials'},
    {path: 'credentials', kind: 'aws-credentials'},
    {path: '.alibabacloud/credentials', kind: 'aliyun-credentials'},
    {path: 'aws-credentials.example', kind: 'aws-credentials'},
    {path: '.git/config', kind: null},
    {path: 'aws-config.ts', kind: null},
    {path: 'my.ini', kind: null},
  ])('$path', ({path, kind}) => expect(fileKind(path)).toBe(kind))

  test('by what is known before the path', () => {
    expect(fileKind('my.ini', new Map([['my.ini', 'aws-config']]))).toBe('aws-config')
    expect(fileKind('.aws/config', new Map([['.aws/config', null]]))).toBeNull()
  })
})

describe('for any text', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '=',
    ':',
    '#',
    ';',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\uFEFF',
    '"',
    ',',
    '{{',
    '}}',
    '${',
    '}',
    'a',
    'b.c',
    '[default]',
    '[profile x]',
    '[services s]\nsts =\n',
    '\n  endpoint_url = u',
    '\nregion = r',
    ' # note',
    '\ntoken = t',
  )
  const anyText = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.array(piece, {maxLength: 30}).map((pieces) => pieces.join('')),
  )
  const anyPath = fc.constantFrom(CONFIG, '.aws/credentials', 'app.ini')
  const anyValue = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('a b', 'a#b', '[x]', '"q"', 'a=b', ' x', 'a ; b'))

  test('ranges are sound', () => {
    fc.assert(
      fc.property(anyText, anyPath, (text, path) => expectSoundRanges(text, parse(text, path))),
      {numRuns: 500},
    )
  })

  test('setting a value changes that value alone', () => {
    fc.assert(
      fc.property(anyText, anyPath, fc.nat(), anyValue, (text, path, at, value) => {
        expectOnlyChange(text, (again) => parse(again, path), at, value)
      }),
      {numRuns: 2000},
    )
  })

  test('adding and removing a setting leaves the text as it was', () => {
    fc.assert(
      fc.property(anyText, anyPath, fc.constantFrom('zz', 'sts.zz'), (text, path, key) => {
        expectUndoneAdd(text, (again) => parse(again, path), key, 'v')
      }),
      {numRuns: 2000},
    )
  })
})

describe('agrees with other readers', () => {
  const word = fc.stringMatching(/^[a-z][a-z_]{0,8}$/)
  const value = fc.stringMatching(/^[a-z0-9:/.][a-zA-Z0-9:/.=,_-]{0,20}$/)
  const setting = fc.tuple(
    word,
    fc.constantFrom('=', ' = ', '= ', ' ='),
    value,
    fc.constantFrom('', '  ', ' # note', ' ; note'),
  )
  const line = fc.oneof(
    setting.map((parts) => parts.join('')),
    fc.constantFrom('', '# note', '  ; a = b', '\t'),
  )
  const block = fc.tuple(word, fc.array(setting, {minLength: 1, maxLength: 3})).map(([name, settings]) => {
    return [`${name} =`, ...settings.map((parts) => `  ${parts.join('')}`)].join('\n')
  })
  const end = fc.constantFrom('\n', '\r\n')

  /** Later ones win, as in both oracles. */
  function asObject(
    parsed: Parsed,
    keyOf: (path: readonly string[]) => string,
  ): Record<string, Record<string, string>> {
    const sections: Record<string, Record<string, string>> = {}
    for (const {
      scope: {name},
      path,
      value: read,
    } of parsed.entries) {
      if (read === '') continue
      sections[name] ??= {}
      sections[name][keyOf(path)] = read ?? ''
    }
    return sections
  }

  test('with @smithy/shared-ini-file-loader on AWS config', async () => {
    const header = fc.oneof(
      fc.constant('[default]'),
      word.map((name) => `[profile ${name}]`),
      word.map((name) => `[profile "${name}"]`),
    )
    const section = fc
      .tuple(header, fc.array(fc.oneof(line, block), {maxLength: 5}))
      .map(([head, lines]) => [head, ...lines])
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.array(section, {maxLength: 4}), end, async (sections, lineEnd) => {
        const text = sections.flat().join('\n').replaceAll('\n', lineEnd)
        const file = `/nowhere/config-${count++}`
        externalDataInterceptor.interceptFile(file, text)
        externalDataInterceptor.interceptFile('/nowhere/credentials', '')
        const {configFile} = await loadSharedConfigFiles({configFilepath: file, filepath: '/nowhere/credentials'})

        fc.pre(!/(?:^|\n)\[?(?:profile )?"?token|secret|password|credential/.test(text))
        expect(asObject(parse(text), (path) => path.slice(1).join('.'))).toEqual(configFile)
      }),
    )
  })

  test('with the ini package on plain files', () => {
    const section = fc
      .tuple(
        word.map((name) => `[${name}]`),
        fc.array(line, {maxLength: 5}),
      )
      .map(([head, lines]) => [head, ...lines])
    fc.assert(
      fc.property(fc.array(section, {maxLength: 4}), end, (sections, lineEnd) => {
        const text = sections.flat().join(lineEnd)
        // The package takes `;` and `#` inside a word for comments, and words for booleans; the generated values have none.
        fc.pre(!/(?:secret|token|password|passwd|credentials?|true|false|null)\b/.test(text))
        const expected = Object.fromEntries(
          Object.entries(iniPackage.parse(text)).filter(([, keys]) => Object.keys(keys).length > 0),
        )

        expect(asObject(parse(text, 'app.ini'), (path) => path.at(-1)!)).toEqual(JSON.parse(JSON.stringify(expected)))
      }),
    )
  })
})
