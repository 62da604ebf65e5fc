import {mkdirSync, rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {find, git, paths, posix, tree, write} from './tree.js'

const isWindows = process.platform === 'win32'

describe('git', () => {
  function repository() {
    const cwd = tree({'a.env': 'A=1\n', 'b.env': 'B=1\n', 'sub/c.env': 'C=1\n', 'vendor/v.env': 'V=1\n'})
    git(cwd, 'init', '-q')
    git(cwd, 'add', '-A')
    git(cwd, 'commit', '-qm', 'one')
    return cwd
  }

  test('--staged gives what a commit would bring', async () => {
    const cwd = repository()
    write(cwd, {
      'a.env': 'A=2\n',
      'new.env': 'N=1\n',
      'sub/c.env': 'C=2\n',
      'b.env': 'B=2\n',
      'vendor/v.env': 'V=2\n',
      'x.go': '',
    })
    git(cwd, 'add', 'a.env', 'new.env', 'sub', 'vendor', 'x.go')

    expect(await paths(cwd, {staged: true})).toEqual(['a.env', 'new.env', 'sub/c.env'])
    expect(await paths(cwd, {staged: true, paths: ['sub', 'b.env', 'vendor/v.env']})).toEqual([
      'sub/c.env',
      'vendor/v.env',
    ])
    expect(await paths(join(cwd, 'sub'), {staged: true})).toEqual(['c.env'])
    expect(await paths(join(cwd, 'sub'), {staged: true, paths: ['..']})).toEqual([
      posix(cwd, 'a.env'),
      posix(cwd, 'new.env'),
      'c.env',
    ])
    expect(await paths(cwd, {staged: true, ignore: ['new.*']})).toEqual(['a.env', 'sub/c.env'])
  })

  test('--staged reads the staged content where the work tree has another', async () => {
    const cwd = repository()
    write(cwd, {'a.env': 'A=staged\n', 'b.env': 'B=staged\n', 'gone.env': 'G=staged\n'})
    git(cwd, 'add', '-A')
    write(cwd, {'a.env': 'A=later\n'})
    rmSync(join(cwd, 'gone.env'))

    const {files, readStaged} = await find(cwd, {staged: true})

    expect(files.map((file) => [file.path, readStaged(file, null)])).toEqual([
      ['a.env', {status: 'text', text: 'A=staged\n'}],
      ['b.env', null],
      ['gone.env', {status: 'text', text: 'G=staged\n'}],
    ])
    expect(readStaged(files[0]!, /nothing/)).toEqual({status: 'clean'})
  })

  test('--since gives commits, changes and new files since the branches parted', async () => {
    const cwd = repository()
    git(cwd, 'checkout', '-qb', 'work')
    write(cwd, {'a.env': 'A=2\n'})
    git(cwd, 'commit', '-qam', 'two')
    git(cwd, 'checkout', '-q', 'main')
    write(cwd, {'b.env': 'B=main\n'})
    git(cwd, 'commit', '-qam', 'on main')
    git(cwd, 'checkout', '-q', 'work')
    write(cwd, {'sub/c.env': 'C=2\n', 'new.env': '', '.gitignore': 'hidden.env\n', 'hidden.env': ''})
    if (!isWindows) symlinkSync('a.env', join(cwd, 'link.env'))

    expect(await paths(cwd, {since: 'main'})).toEqual(['a.env', 'new.env', 'sub/c.env'])
    expect(await paths(cwd, {since: 'main', paths: ['sub']})).toEqual(['sub/c.env'])
  })

  test.skipIf(isWindows)(
    '--staged knows a link that became a file, and a file that seems to have moved in the work tree',
    async () => {
      const cwd = repository()
      symlinkSync('a.env', join(cwd, 'link.env'))
      write(cwd, {'moved.env': 'MOVED=1\nA=1\n'})
      git(cwd, 'add', '-A')
      git(cwd, 'commit', '-qm', 'two')
      rmSync(join(cwd, 'link.env'))
      write(cwd, {'link.env': 'L=1\n', 'new.env': 'NEW=1\nB=1\n'})
      git(cwd, 'add', 'link.env', 'new.env')
      rmSync(join(cwd, 'new.env'))
      write(cwd, {'elsewhere.env': 'NEW=1\nB=1\n'})
      git(cwd, 'add', '-N', 'elsewhere.env')

      const {files, readStaged} = await find(cwd, {staged: true})

      expect(files.map((file) => [file.path, readStaged(file, null)])).toEqual([
        ['link.env', null],
        ['new.env', {status: 'text', text: 'NEW=1\nB=1\n'}],
      ])
    },
  )

  test('works before the first commit', async () => {
    const cwd = tree({'a.env': ''})
    git(cwd, 'init', '-q')
    git(cwd, 'add', '-A')

    expect(await paths(cwd, {staged: true})).toEqual(['a.env'])
  })

  test.each([
    {name: 'an unknown revision', options: {since: 'no-such'}, message: "git knows no revision 'no-such'"},
    {name: 'an option in disguise', options: {since: '--output=x'}, message: "git knows no revision '--output=x'"},
    {name: 'no git', options: {staged: true, env: {PATH: '/nonexistent'}}, message: 'need git'},
  ])('$name is said', async ({options, message}) => {
    await expect(find(repository(), options)).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining(message),
    })
  })

  test('a place without a work tree is said', async () => {
    const cwd = join(repository(), '.git')

    await expect(find(cwd, {staged: true})).rejects.toMatchObject({
      message: expect.stringContaining('need a work tree'),
    })
    git(cwd, 'clone', '-q', '--bare', '..', 'bare')
    await expect(find(join(cwd, 'bare'), {since: 'HEAD'})).rejects.toMatchObject({
      message: expect.stringContaining('need a work tree'),
    })
  })

  test('no repository is said', async () => {
    const cwd = tree()
    mkdirSync(join(cwd, 'x'))
    const env = {PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: cwd}

    await expect(find(join(cwd, 'x'), {staged: true, env})).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('need a git repository'),
    })
  })
})
