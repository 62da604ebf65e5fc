import {describe, expect, test} from 'vitest'
import {detect} from './table.js'

interface Case {
  readonly name: string
  readonly path?: string
  readonly text: string
  readonly found: readonly string[]
}

describe('requirements', () => {
  test.each<Case>([
    {name: 'a pin', text: 'boto3==1.34.2\n', found: ['botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2"']},
    {name: 'a range', text: 'boto3>=1.30,<2\n', found: ['botocore boto3 (>=1.30,<2) "boto3>=1.30,<2"']},
    {
      name: 'a compatible release',
      text: 'botocore ~= 1.39.0',
      found: ['botocore botocore (~= 1.39.0) "botocore ~= 1.39.0"'],
    },
    {name: 'no version', text: 'Boto3\n', found: ['botocore Boto3 - "Boto3"']},
    {
      name: 'an extra and a marker',
      text: 'boto3[crt]==1.34.2 ; python_version >= "3.8"\n',
      found: ['botocore boto3 1.34.2 (==1.34.2) "boto3[crt]==1.34.2"'],
    },
    {
      name: 'hashes on continuation lines',
      text: 'awscli==1.33.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nboto3==1.1.0\n',
      found: ['aws-cli awscli 1.33.0 (==1.33.0) "awscli==1.33.0"', 'botocore boto3 1.1.0 (==1.1.0) "boto3==1.1.0"'],
    },
    {
      name: 'a requirement over two lines',
      text: 'boto3>=1.30,\\\n  <2\n',
      found: ['botocore boto3 (>=1.30, <2) "boto3>=1.30,\\\\\\n  <2"'],
    },
    {
      name: 'a comment after it',
      text: 'boto3==1.34.2 # old\r\n',
      found: ['botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2"'],
    },
    {name: 'a wildcard is no pin', text: 'boto3==1.34.*', found: ['botocore boto3 (==1.34.*) "boto3==1.34.*"']},
    {
      name: 'a pre-release',
      text: 'boto3==1.34.0rc1',
      found: ['botocore boto3 1.34.0rc1 (==1.34.0rc1) "boto3==1.34.0rc1"'],
    },
    {name: 'an address', text: 'boto3 @ git+https://example.test/boto3.git', found: ['botocore boto3 - "boto3"']},
    {name: 'parentheses', text: 'boto3 (>=1.2)', found: ['botocore boto3 (>=1.2) "boto3 (>=1.2"']},
    {
      name: 'comments, options and other packages',
      text: '# boto3==1\n-r boto3.txt\n-e ./botocore\nboto3-stubs==1.2\nmyboto3==1\n',
      found: [],
    },
    {
      name: 'a wheel, a tag and an edited repository',
      text: 'boto3 @ https://x.test/boto3-1.34.2-py3-none-any.whl\nhttps://x.test/awscli-1.33.0.tar.gz#sha256=0\n',
      found: ['botocore boto3 1.34.2 "boto3"', 'aws-cli awscli 1.33.0 "https://x.test/awscli-1.33.0.tar.gz#sha256=0"'],
    },
    {
      name: 'a repository by its tag',
      text: '-e git+ssh://git@x.test/boto/botocore.git@1.34.3#egg=botocore\n',
      found: ['botocore botocore 1.34.3 "git+ssh://git@x.test/boto/botocore.git@1.34.3#egg=botocore"'],
    },
    {
      name: 'a repository by its branch',
      text: 'git+https://x.test/boto/boto3@develop\n./vendor/boto3\n',
      found: ['botocore boto3 - "git+https://x.test/boto/boto3@develop"'],
    },
    {
      name: 'one package in two versions, by markers',
      text: 'boto3\nboto3==1.33.13; python_version < "3.8"\nboto3>=1.40; python_version >= "3.8"\n',
      found: ['botocore boto3 1.33.13 (==1.33.13) "boto3==1.33.13"', 'botocore boto3 (>=1.40) "boto3>=1.40"'],
    },
    {
      name: 'one client by two packages: its own numbers',
      text: 'boto3==1.34.2\nbotocore==1.34.3\n',
      found: ['botocore botocore 1.34.3 (==1.34.3) "botocore==1.34.3"'],
    },
    {
      name: 'a byte order mark',
      text: '\uFEFFboto3==1.34.2',
      found: ['botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2"'],
    },
  ])('$name', async ({text, found}) => {
    expect(await detect({path: 'requirements.txt', text})).toEqual(found)
  })

  test('constraints lock the requirements beside them', async () => {
    const found = await detect(
      {path: 'requirements.txt', text: 'boto3\n'},
      {path: 'constraints.txt', text: 'boto3==1.34.2\n'},
    )
    expect(found).toEqual(['botocore boto3 1.34.2 "boto3==1.34.2"'])
  })

  test('a constraint that is a range narrows what is asked for', async () => {
    const found = await detect(
      {path: 'requirements.txt', text: 'boto3>=1.28\n'},
      {path: 'constraints.txt', text: 'boto3<1.40\n'},
    )
    expect(found).toEqual(['botocore boto3 (>=1.28,<1.40) "boto3<1.40"'])
  })

  test('requirements.in counts where it is not compiled', async () => {
    const source = {path: 'requirements.in', text: 'boto3<1.40\n'}
    expect(await detect(source)).toEqual(['botocore boto3 (<1.40) "boto3<1.40"'])
    expect(await detect(source, {path: 'requirements.txt', text: 'boto3==1.34.2\n'})).toEqual([
      'botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2"',
    ])
  })
})

const poetryLock =
  '[[package]]\nname = "boto3"\nversion = "1.34.2"\ndescription = "x"\n\n[[package]]\nname = "moto"\nversion = "5.0.0"\n'

describe('other files of Python', () => {
  test.each<Case & {path: string}>([
    {
      name: 'PEP 621 and PEP 735',
      path: 'pyproject.toml',
      text: '[project]\nname = "boto3"\ndependencies = ["boto3>=1.30", "flask"]\n[project.optional-dependencies]\ncli = ["awscli==1.33.0"]\n[dependency-groups]\ndev = [{include-group = "x"}, "botocore<1.40"]\n',
      found: ['aws-cli awscli 1.33.0 (==1.33.0) "awscli==1.33.0"', 'botocore botocore (<1.40) "botocore<1.40"'],
    },
    {
      name: 'Poetry',
      path: 'pyproject.toml',
      text: '[tool.poetry.dependencies]\nboto3 = "^1.34"\n[tool.poetry.group.dev.dependencies]\nawscli = {version = "1.33.0", extras = ["crt"]}\n',
      found: [
        'botocore boto3 (^1.34) "boto3 = \\"^1.34\\""',
        'aws-cli awscli 1.33.0 (1.33.0) "version = \\"1.33.0\\""',
      ],
    },
    {
      name: 'Poetry by markers, and from elsewhere',
      path: 'pyproject.toml',
      text: '[tool.poetry.dependencies]\nboto3 = [\n  {version = "1.33.13", python = "<3.8"},\n  {version = "^1.40", python = ">=3.8"},\n]\nawscli = {git = "https://x.test/aws/aws-cli.git", tag = "1.33.0"}\n',
      found: [
        'botocore boto3 1.33.13 (1.33.13) "version = \\"1.33.13\\""',
        'botocore boto3 (^1.40) "version = \\"^1.40\\""',
        'aws-cli awscli 1.33.0 "tag = \\"1.33.0\\""',
      ],
    },
    {
      name: 'what uv is told of versions and sources',
      path: 'pyproject.toml',
      text: '[project]\ndependencies = ["boto3", "awscli"]\n[tool.uv]\nconstraint-dependencies = ["boto3<1.40"]\n[tool.uv.sources]\nawscli = {git = "https://x.test/aws-cli", rev = "1.33.0"}\nboto3 = {index = "boto3"}\n',
      found: ['botocore boto3 (<1.40) "boto3<1.40"', 'aws-cli awscli 1.33.0 "rev = \\"1.33.0\\""'],
    },
    {
      name: 'setup.py',
      path: 'setup.py',
      text: 'requires = [\n    "flask",  # not "boto3==1"\n    \'boto3>=1.28,<1.40\',\n]\nsetup(name="botocore", packages=["botocore"], install_requires=requires, extras_require={"cli": ["awscli"]})\n',
      found: ['botocore boto3 (>=1.28,<1.40) "boto3>=1.28,<1.40"', 'aws-cli awscli - "awscli"'],
    },
    {
      name: 'pylock.toml',
      path: 'pylock.prod.toml',
      text: 'lock-version = "1.0"\n\n[[packages]]\nname = "boto3"\nversion = "1.34.2"\n',
      found: ['botocore boto3 1.34.2 "1.34.2"'],
    },
    {
      name: 'setup.cfg',
      path: 'setup.cfg',
      text: '[metadata]\nname = boto3\n[options]\ninstall_requires =\n    flask\n    boto3>=1.30  # why\npython_requires = >=3.9\n[options.extras_require]\ncli = awscli\n',
      found: ['botocore boto3 (>=1.30) "boto3>=1.30"', 'aws-cli awscli - "awscli"'],
    },
    {
      name: 'Pipfile',
      path: 'Pipfile',
      text: '[packages]\nboto3 = "*"\n[dev-packages]\nawscli = {version = "==1.33.0"}\n',
      found: ['botocore boto3 (*) "boto3 = \\"*\\""', 'aws-cli awscli 1.33.0 (==1.33.0) "version = \\"==1.33.0\\""'],
    },
    {
      name: 'Pipfile.lock',
      path: 'Pipfile.lock',
      text: '{"_meta": {"requires": {"version": "1"}}, "default": {"boto3": {"hashes": ["x"], "version": "==1.34.2"}}, "develop": {}}',
      found: ['botocore boto3 1.34.2 (==1.34.2) "==1.34.2"'],
    },
    {name: 'poetry.lock', path: 'poetry.lock', text: poetryLock, found: ['botocore boto3 1.34.2 "1.34.2"']},
    {
      name: 'uv.lock',
      path: 'uv.lock',
      text: `version = 1\n\n${poetryLock}`.replaceAll('\n', '\r\n'),
      found: ['botocore boto3 1.34.2 "1.34.2"'],
    },
    {name: 'pdm.lock', path: 'pdm.lock', text: poetryLock, found: ['botocore boto3 1.34.2 "1.34.2"']},
    {name: 'broken TOML', path: 'pyproject.toml', text: '[project\ndependencies = ["boto3"', found: []},
  ])('$name', async ({path, text, found}) => {
    expect(await detect({path, text})).toEqual(found)
  })

  test('a lock file replaces the range of the manifest, and keeps it as what was asked for', async () => {
    const manifest = {path: 'api/pyproject.toml', text: '[project]\ndependencies = ["boto3>=1.30"]\n'}
    expect(await detect(manifest, {path: 'api/poetry.lock', text: poetryLock})).toEqual([
      'botocore boto3 1.34.2 (>=1.30) "1.34.2"',
    ])
  })
})
