import {execFileSync} from 'node:child_process'
import fs from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test, vi} from 'vitest'
import {find, paths, posix, tree} from './tree.js'

const AWS = '[default]\nregion = eu-west-1\n'
const {symlinkSync} = fs
const isWindows = process.platform === 'win32'

describe('the working directory', () => {
  test('gives known formats, sorted, with their kinds', async () => {
    const cwd = tree({'b/.env': '', 'a.yaml': '', 'a/main.tf': '', 'README.md': '', '.aws/config': AWS, Dockerfile: ''})

    const {files, seen, problems} = await find(cwd)

    expect(files.map(({path, format, kind}) => [path, format, kind])).toEqual([
      ['.aws/config', 'ini', 'aws-config'],
      ['Dockerfile', 'dockerfile', null],
      ['a.yaml', 'yaml', null],
      ['a/main.tf', 'hcl', null],
      ['b/.env', 'dotenv', null],
    ])
    expect(files[0]?.absolute).toBe(join(cwd, '.aws', 'config'))
    expect(seen).toBe(6)
    expect(problems).toEqual([])
  })

  test.each([
    'node_modules',
    '.git',
    '.terraform',
    '.terragrunt-cache',
    'cdk.out',
    '.venv',
    'venv',
    '__pycache__',
    '__snapshots__',
    'cassettes',
    'vendor',
  ])('passes over %s', async (name) => {
    const cwd = tree({[`a/${name}/x/.env`]: '', 'a/.env': ''})

    expect(await paths(cwd)).toEqual(['a/.env'])
  })

  test('an unreadable directory is a problem and the walk goes on', async () => {
    const cwd = tree({'a/.env': '', 'b/.env': '', 'c/.env': ''})
    const real = fs.readdirSync
    const spy = vi.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: object) => {
      if (path.endsWith('b')) throw Object.assign(new Error('EACCES'), {code: 'EACCES'})
      return real(path, options)
    }) as typeof fs.readdirSync)
    const {syncBuiltinESMExports} = await import('node:module')
    syncBuiltinESMExports()

    const {files, problems} = await find(cwd)
    spy.mockRestore()
    syncBuiltinESMExports()

    expect(files.map(({path}) => path)).toEqual(['a/.env', 'c/.env'])
    expect(problems).toEqual([{path: 'b', message: 'the directory cannot be read: permission denied'}])
  })
})

// Windows has none, nor modes; root reads everything.
describe.skipIf(isWindows)('what cannot be read', () => {
  test('a named pipe that a glob matches is passed over', async () => {
    const cwd = tree({'a.env': ''})
    execFileSync('mkfifo', [join(cwd, 'b.env')])

    expect(await paths(cwd, {paths: ['*.env']})).toEqual(['a.env'])
  })

  test.skipIf(process.getuid?.() === 0)('a directory given by name is an error', async () => {
    const cwd = tree({'a/.env': ''})
    fs.chmodSync(join(cwd, 'a'), 0)

    await expect(find(cwd, {paths: ['a']})).rejects.toThrow("'a' cannot be read: permission denied")
  })
})

// Windows lets only some users make them.
describe.skipIf(isWindows)('symbolic links', () => {
  test('a linked file is read through, a linked directory is not entered', async () => {
    const cwd = tree({'app/.env': '', 'elsewhere/x': ''})
    const other = tree({'shared.env': '', 'deep/.env': ''})
    symlinkSync(join(other, 'shared.env'), join(cwd, 'linked.env'))
    symlinkSync(join(other, 'deep'), join(cwd, 'deep.env'))
    symlinkSync(cwd, join(cwd, 'app', 'loop'))
    symlinkSync(join(cwd, 'gone.env'), join(cwd, 'broken.env'))
    symlinkSync('self.env', join(cwd, 'self.env'))

    const {files, problems} = await find(cwd)

    expect(files.map(({path}) => path)).toEqual(['app/.env', 'linked.env'])
    expect(problems).toEqual([])
  })

  test('a file and a link to it are one file, under its own name', async () => {
    const cwd = tree({'z.env': ''})
    symlinkSync('z.env', join(cwd, 'a.env'))

    expect(await paths(cwd)).toEqual(['z.env'])
    expect(await paths(cwd, {paths: ['a.env', 'z.env', './z.env', join(cwd, 'z.env')]})).toEqual(['z.env'])
    expect(await paths(cwd, {paths: ['a.env']})).toEqual(['a.env'])
  })

  test('to nothing, given by name, is said', async () => {
    const cwd = tree()
    symlinkSync('nowhere', join(cwd, 'link.env'))

    await expect(find(cwd, {paths: ['link.env']})).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      message: expect.stringContaining('symbolic link'),
    })
  })
})

describe('given paths', () => {
  test('a file is looked at also when ignored; others in its directory are not', async () => {
    const cwd = tree({'.gitignore': '*.env\n', 'a.env': '', 'b.env': '', 'node_modules/x/.env': ''})

    expect(await paths(cwd, {paths: ['a.env']})).toEqual(['a.env'])
    expect(await paths(cwd, {paths: ['node_modules/x/.env']})).toEqual(['node_modules/x/.env'])
    expect(await paths(cwd)).toEqual([])
  })

  test('an ignored directory is walked, by the rules inside it', async () => {
    const cwd = tree({
      '.gitignore': 'dist/\n*.tmp.env\n',
      'dist/.env': '',
      'dist/.gitignore': 'x.env',
      'dist/x.env': '',
    })

    expect(await paths(cwd, {paths: ['dist']})).toEqual(['dist/.env'])
    expect(await paths(cwd, {paths: ['.', 'dist']})).toEqual(['dist/.env'])
  })

  test('a directory inside another is walked once', async () => {
    const cwd = tree({'a/b/.env': '', 'a/.env': ''})

    const {files, seen} = await find(cwd, {paths: ['a/b', 'a', './a/']})

    expect(files.map(({path}) => path)).toEqual(['a/.env', 'a/b/.env'])
    expect(seen).toBe(2)
  })

  test('outside the working directory paths are absolute', async () => {
    const root = tree({'app/x': '', 'other/.env': ''})

    expect(await paths(join(root, 'app'), {paths: ['../other']})).toEqual([posix(root, 'other/.env')])
  })

  test('a format stslint does not read is a problem', async () => {
    const cwd = tree({'main.cobol': '', 'package-lock.json': '{}', '.env': ''})

    const {files, problems} = await find(cwd, {paths: ['main.cobol', '.env', 'package-lock.json']})

    expect(files.map(({path}) => path)).toEqual(['.env'])
    expect(problems).toEqual(
      ['main.cobol', 'package-lock.json'].map((path) => ({path, message: 'not a format stslint reads'})),
    )
  })

  test('a program is looked at where programs are asked for, and a test of one where it is named', async () => {
    const cwd = tree({'main.go': '', 'main_test.go': '', 'vendor/a.go': '', '.env': ''})
    const advice = 'a program, which is read with --source-code or `sourceCode: true` in the config'

    expect(await paths(cwd, {paths: ['.']})).toEqual(['.env'])
    expect((await find(cwd, {paths: ['main.go']})).problems).toEqual([{path: 'main.go', message: advice}])
    expect(await paths(cwd, {paths: ['.'], withSource: true})).toEqual(['.env', 'main.go'])
    expect(await paths(cwd, {paths: ['main_test.go'], withSource: true})).toEqual(['main_test.go'])
  })

  test('a path that does not exist is named', async () => {
    const cwd = tree()
    await expect(find(cwd, {paths: ['infra/x.env']})).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      message: expect.stringContaining('infra/x.env'),
    })
    await expect(find(cwd, {paths: ['']})).rejects.toMatchObject({code: 'PATH_NOT_FOUND'})
  })
})

describe('globs', () => {
  test('give files of known formats and directories, less what is ignored', async () => {
    const cwd = tree({
      '.gitignore': 'out/\n',
      'a/.env': '',
      'a/main.go': '',
      'out/.env': '',
      'b/c/main.tf': '',
      'b/.env': '',
      'node_modules/x/.env': '',
      'vendor/.env': '',
    })

    expect(await paths(cwd, {paths: ['**/.env']})).toEqual(['a/.env', 'b/.env'])
    expect(await paths(cwd, {paths: ['**/.env', '!b/**']})).toEqual(['a/.env'])
    expect(await paths(cwd, {paths: ['b*']})).toEqual(['b/.env', 'b/c/main.tf'])
    expect((await find(cwd, {paths: ['a/*']})).problems).toEqual([])
  })

  test('a file whose name looks like a glob is that file', async () => {
    const cwd = tree({'[id].yaml': '', 'i.yaml': ''})

    expect(await paths(cwd, {paths: ['[id].yaml']})).toEqual(['[id].yaml'])
  })

  test('without a match are a mistake', async () => {
    await expect(find(tree({'a.env': ''}), {paths: ['*.yaml']})).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      message: expect.stringContaining("'*.yaml'"),
    })
  })
})

describe('shared AWS files', () => {
  const homeFiles = {'home/.aws/config': AWS, 'home/.aws/credentials': AWS, 'work/.env': '', 'conf/aws.txt': AWS}

  test('are those in the home directory, shown with ~', async () => {
    const root = tree(homeFiles)
    const env = {HOME: join(root, 'home')}

    const {files} = await find(join(root, 'work'), {home: true, env})

    expect(files.map(({path, format, kind}) => [path, format, kind])).toEqual([
      ['.env', 'dotenv', null],
      ['~/.aws/config', 'ini', 'aws-config'],
      ['~/.aws/credentials', 'ini', 'aws-credentials'],
    ])
    expect(files[1]?.absolute).toBe(join(root, 'home', '.aws', 'config'))
    expect(await paths(join(root, 'work'), {home: false, env})).toEqual(['.env'])
    expect(await paths(join(root, 'work'), {home: true, env, paths: ['.']})).toEqual(['.env'])
    expect(
      await paths(join(root, 'work'), {home: true, platform: 'win32', env: {USERPROFILE: join(root, 'home')}}),
    ).toContain('~/.aws/config')
  })

  test('are what the variables name, whatever it is called', async () => {
    const root = tree(homeFiles)
    const env = {
      HOME: join(root, 'home'),
      AWS_CONFIG_FILE: '../conf/aws.txt',
      AWS_SHARED_CREDENTIALS_FILE: join(root, 'missing'),
    }

    const {files} = await find(join(root, 'work'), {home: true, env})

    expect(files.map(({path, format, kind}) => [path, format, kind])).toEqual(
      [
        ['.env', 'dotenv', null],
        [posix(root, 'conf/aws.txt'), 'ini', 'aws-config'],
      ].sort(),
    )
  })

  test('keep their kind when given by name, also with home left out', async () => {
    const root = tree(homeFiles)
    const env = {HOME: join(root, 'home'), AWS_CONFIG_FILE: '~/../conf/aws.txt'}

    const {files, problems} = await find(root, {home: false, env, paths: ['conf/aws.txt']})

    expect(files).toMatchObject([{path: 'conf/aws.txt', format: 'ini', kind: 'aws-config'}])
    expect(problems).toEqual([])
  })

  test('in the working directory are listed once, by their relative path', async () => {
    const cwd = tree({'.aws/config': AWS})

    expect(await paths(cwd, {home: true, env: {HOME: cwd}})).toEqual(['.aws/config'])
  })
})

describe('standard input', () => {
  test('is one file that need not exist', async () => {
    const cwd = tree({'other.env': ''})

    expect((await find(cwd, {stdin: 'infra/new.tf'})).files).toEqual([
      {path: 'infra/new.tf', absolute: join(cwd, 'infra', 'new.tf'), format: 'hcl', kind: null},
    ])
    expect((await find(cwd, {stdin: 'notes.md'})).files).toEqual([])
  })
})
