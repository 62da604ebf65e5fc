import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {git, paths, tree, write} from './tree.js'

describe('ignore files', () => {
  test.each([
    {name: 'a name, anywhere below', rules: {'.gitignore': 'x.env'}, expected: ['a/b/y.env', 'a/y.env', 'y.env']},
    {
      name: 'an anchored name, here only',
      rules: {'.gitignore': '/x.env'},
      expected: ['a/b/x.env', 'a/b/y.env', 'a/x.env', 'a/y.env', 'y.env'],
    },
    {name: 'a directory', rules: {'.gitignore': 'b/'}, expected: ['a/x.env', 'a/y.env', 'x.env', 'y.env']},
    {
      name: 'a nearer file brings a file back',
      rules: {'.gitignore': '*.env', 'a/.gitignore': '!y.env'},
      expected: ['a/b/y.env', 'a/y.env'],
    },
    {
      name: 'a nearer file brings a directory back, and other rules still hold in it',
      rules: {'.gitignore': 'b/\nx.env', 'a/.gitignore': '!b/'},
      expected: ['a/b/y.env', 'a/y.env', 'y.env'],
    },
    {
      name: 'nothing brings back what is in an ignored directory',
      rules: {'.gitignore': 'a/\n!a/x.env'},
      expected: ['x.env', 'y.env'],
    },
    {
      name: '.stslintignore speaks after .gitignore',
      rules: {'.gitignore': '*.env', '.stslintignore': '!/x.env'},
      expected: ['x.env'],
    },
    {
      name: '.stslintignore on its own',
      rules: {'a/.stslintignore': 'b'},
      expected: ['a/x.env', 'a/y.env', 'x.env', 'y.env'],
    },
    {
      name: 'comments, blanks, CRLF and cases',
      rules: {'.gitignore': '# x.env\r\n\r\nX.ENV\r\ny.env \r\n'},
      expected: ['a/b/x.env', 'a/x.env', 'x.env'],
    },
    {name: 'brackets and escapes', rules: {'.gitignore': '[x].env\n\\y.env'}, expected: []},
    {name: '.git/info/exclude', rules: {'.git/info/exclude': 'x.env'}, expected: ['a/b/y.env', 'a/y.env', 'y.env']},
  ])('$name', async ({rules, expected}) => {
    const cwd = tree({'x.env': '', 'y.env': '', 'a/x.env': '', 'a/y.env': '', 'a/b/x.env': '', 'a/b/y.env': ''})
    write(cwd, rules as Record<string, string>)

    expect(await paths(cwd)).toEqual(expected)
  })

  test('from the repository root down, when the run starts below it', async () => {
    const root = tree({
      '.git/HEAD': '',
      '.gitignore': '/a/x.env\nz.env',
      'a/.gitignore': 'y.env',
      'a/b/x.env': '',
      'a/b/y.env': '',
      'a/b/z.env': '',
      'a/x.env': '',
    })

    expect(await paths(join(root, 'a'))).toEqual(['b/x.env'])
    expect(await paths(join(root, 'a', 'b'))).toEqual(['x.env'])
    expect(await paths(root, {paths: ['a/b']})).toEqual(['a/b/x.env'])
  })

  test('of the working directory, outside a repository', async () => {
    const cwd = tree({'.stslintignore': 'x.env', 'a/x.env': '', 'a/y.env': ''})

    expect(await paths(cwd, {paths: ['a']})).toEqual(['a/y.env'])
  })

  test('in a linked work tree are those of the main one', async () => {
    const main = tree({'a.env': ''})
    git(main, 'init', '-q')
    git(main, 'add', '-A')
    git(main, 'commit', '-qm', 'one')
    writeFileSync(join(main, '.git', 'info', 'exclude'), 'hidden.env\n')
    const linked = join(tree(), 'linked')
    git(main, 'worktree', 'add', '-q', linked)
    write(linked, {'hidden.env': '', 'b.env': ''})

    expect(await paths(linked)).toEqual(['a.env', 'b.env'])
  })

  test('bring back what is passed over by name, but never .git', async () => {
    const cwd = tree({
      '.stslintignore': '!vendor/\n!.git/',
      'vendor/.env': '',
      '.git/.env': '',
      'node_modules/.env': '',
    })

    expect(await paths(cwd)).toEqual(['vendor/.env'])
  })
})

describe('the config', () => {
  test('has the first word, as globs or as a test', async () => {
    const cwd = tree({'.gitignore': '!x.env', 'x.env': '', 'a/x.env': '', 'a/y.env': '', 'b/y.env': ''})

    expect(await paths(cwd, {ignore: ['a/', '/x.env']})).toEqual(['b/y.env'])
    expect(await paths(cwd, {ignore: ['**/y.env']})).toEqual(['a/x.env', 'x.env'])
    expect(await paths(cwd, {ignore: (path) => path === join(cwd, 'a') || path.endsWith('x.env')})).toEqual(['b/y.env'])
  })
})

describe('git agrees', () => {
  const name = fc.constantFrom('a', 'b', 'ab', '[a]', 'x.env', 'y.env', 'a.env')
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '', '!'),
      fc.constantFrom('', '', '/', '**/'),
      fc.array(
        fc.constantFrom(
          'a',
          'b',
          'ab',
          '*',
          '?',
          'a*',
          '*b',
          '[ab]',
          '[!a]',
          '*.env',
          'x.env',
          '?.env',
          '**',
          '\\a',
          'x*v',
        ),
        {minLength: 1, maxLength: 3},
      ),
      fc.constantFrom('', '', '/', '/**', ' '),
    )
    .map(([negation, start, segments, end]) => negation + start + segments.join('/') + end)
  const rules = fc.array(pattern, {maxLength: 4}).map((lines) => lines.join('\n'))

  test('on which files there are, whatever the rules', async () => {
    const inside = fc.array(
      name.filter((one) => !one.includes('.')),
      {maxLength: 3},
    )
    const files = fc.array(fc.tuple(inside, fc.constantFrom('x.env', 'y.env', 'a.env')), {minLength: 1, maxLength: 8})
    const ignores = fc.array(fc.tuple(inside, rules), {minLength: 1, maxLength: 3})

    await fc.assert(
      fc.asyncProperty(files, ignores, async (someFiles, someRules) => {
        const cwd = tree()
        git(cwd, 'init', '-q')
        for (const [directory, file] of someFiles) put(cwd, directory, file, '')
        for (const [directory, text] of someRules) put(cwd, directory, '.gitignore', text)

        const listed = git(cwd, 'ls-files', '-z', '-co', '--exclude-standard')
          .split('\0')
          .filter((path) => path.endsWith('.env'))

        expect(await paths(cwd)).toEqual([...new Set(listed)].sort())
      }),
      {numRuns: 25},
    )
  })

  function put(cwd: string, directory: readonly string[], file: string, text: string): void {
    mkdirSync(join(cwd, ...directory), {recursive: true})
    writeFileSync(join(cwd, ...directory, file), text)
  }
})
