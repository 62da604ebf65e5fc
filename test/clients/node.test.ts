import {expect, test} from 'vitest'
import {readManifests} from '../../src/clients/index.js'
import {detect, table} from './table.js'

test.each([
  {
    name: 'package.json',
    path: 'package.json',
    text: '{"name": "aws-sdk", "dependencies": {"aws-sdk": "^2.1000.0"}, "devDependencies": {"@aws-sdk/client-sts": "3.1173.0", "x": "1"}}',
    found: [
      'aws-sdk-js aws-sdk (^2.1000.0) "\\"aws-sdk\\": \\"^2.1000.0\\""',
      'client-sts @aws-sdk/client-sts 3.1173.0 (3.1173.0) "\\"@aws-sdk/client-sts\\": \\"3.1173.0\\""',
    ],
  },
  {
    name: 'an alias',
    path: 'package.json',
    text: '{"dependencies": {"aws": "npm:aws-sdk@2.1693.0"}}',
    found: ['aws-sdk-js aws-sdk 2.1693.0 (2.1693.0) "\\"aws\\": \\"npm:aws-sdk@2.1693.0\\""'],
  },
  {
    name: 'package-lock.json 3',
    path: 'package-lock.json',
    text: '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"aws-sdk": "^2"}}, "node_modules/aws-sdk": {"version": "2.1693.0"}, "node_modules/a/node_modules/aws-sdk": {"version": "2.1000.0"}}}',
    found: ['aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"', 'aws-sdk-js aws-sdk 2.1000.0 "2.1000.0"'],
  },
  {
    name: 'package-lock.json 2 says everything twice',
    path: 'npm-shrinkwrap.json',
    text: '{"packages": {"node_modules/aws-sdk": {"version": "2.1693.0"}}, "dependencies": {"aws-sdk": {"version": "2.1693.0"}}}',
    found: ['aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"'],
  },
  {
    name: 'package-lock.json with an alias',
    path: 'package-lock.json',
    text: '{"packages": {"node_modules/aws": {"name": "aws-sdk", "version": "2.1693.0"}}}',
    found: ['aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"'],
  },
  {
    name: 'package-lock.json 1 nests',
    path: 'package-lock.json',
    text: '{"dependencies": {"a": {"version": "1.0.0", "requires": {"aws-sdk": "^2"}, "dependencies": {"aws-sdk": {"version": "2.5.0"}}}}}',
    found: ['aws-sdk-js aws-sdk 2.5.0 "2.5.0"'],
  },
  {
    name: 'yarn.lock 1',
    path: 'yarn.lock',
    text: '# yarn lockfile v1\n\n\n"@aws-sdk/client-sts@^3.0.0", "@aws-sdk/client-sts@^3.1.0":\n  version "3.1173.0"\n  resolved "x"\n\naws-sdk@^2.1.0:\n  version "2.1693.0"\n  dependencies:\n    version "9"\n',
    found: ['client-sts @aws-sdk/client-sts 3.1173.0 "3.1173.0"', 'aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"'],
  },
  {
    name: 'yarn.lock of Berry',
    path: 'yarn.lock',
    text: '__metadata:\n  version: 8\n\n"aws-sdk@npm:^2.1.0":\n  version: 2.1693.0\n  resolution: "aws-sdk@npm:2.1693.0"\n',
    found: ['aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"'],
  },
  {
    name: 'pnpm-lock.yaml 5',
    path: 'pnpm-lock.yaml',
    text: 'lockfileVersion: 5.4\npackages:\n\n  /aws-sdk/2.1693.0:\n    dev: false\n  /@aws-sdk/client-sts/3.1.0_peer@1:\n    dev: false\n',
    found: ['aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"', 'client-sts @aws-sdk/client-sts 3.1.0 "3.1.0"'],
  },
  {
    name: 'pnpm-lock.yaml 6',
    path: 'pnpm-lock.yaml',
    text: "lockfileVersion: '6.0'\npackages:\n\n  /@aws-sdk/client-sts@3.1173.0(react@18.0.0):\n    dev: false\n",
    found: ['client-sts @aws-sdk/client-sts 3.1173.0 "3.1173.0"'],
  },
  {
    name: 'pnpm-lock.yaml 9',
    path: 'pnpm-lock.yaml',
    text: "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      '@aws-sdk/client-sts':\n        specifier: ^3\n        version: 3.1173.0\npackages:\n  '@aws-sdk/client-sts@3.1173.0':\n    resolution: {}\nsnapshots:\n  '@aws-sdk/client-sts@3.1173.0':\n    dependencies: {}\n",
    found: ['client-sts @aws-sdk/client-sts 3.1173.0 "3.1173.0"'],
  },
  {
    name: 'bun.lock',
    path: 'bun.lock',
    text: '{\n  "packages": {\n    "aws-sdk": ["aws-sdk@2.1693.0", "", {}, "sha512-x"],\n    "@aws-sdk/client-sts": ["@aws-sdk/client-sts@3.1173.0", "", {}],\n  },\n}\n',
    found: ['aws-sdk-js aws-sdk 2.1693.0 "2.1693.0"', 'client-sts @aws-sdk/client-sts 3.1173.0 "3.1173.0"'],
  },
])('$name', async ({path, text, found}) => {
  expect(await detect({path, text})).toEqual(found)
})

test('a service of version 3 brings its client in its own version', async () => {
  const manifest = {path: 'package.json', text: '{"dependencies": {"@aws-sdk/client-s3": "3.600.0"}}'}
  expect(await detect(manifest)).toEqual([
    'client-sts @aws-sdk/client-s3 3.600.0 (3.600.0) "\\"@aws-sdk/client-s3\\": \\"3.600.0\\""',
  ])
})

test('of a workspace’s lock file a member has the version that it asks for', async () => {
  const lock =
    "lockfileVersion: '9.0'\npackages:\n  '@aws-sdk/client-sts@3.400.0':\n    x: {}\n  '@aws-sdk/client-sts@3.726.0':\n    x: {}\n"
  const member = (name: string, range: string) => ({
    path: `packages/${name}/package.json`,
    text: JSON.stringify({dependencies: {'@aws-sdk/client-sts': range}}),
  })
  const found = await readManifests(
    [{path: 'pnpm-lock.yaml', text: lock}, member('web', '^3.700.0'), member('api', '~3.400.0')],
    table,
  )
  expect(found.map(({directory, version}) => `${directory} ${version}`)).toEqual([
    'packages/api 3.400.0',
    'packages/web 3.726.0',
  ])
})

test('the lock file at the top of a workspace gives its members their versions', async () => {
  const found = await readManifests(
    [
      {path: 'package.json', text: '{"workspaces": ["packages/*"]}'},
      {path: 'package-lock.json', text: '{"packages": {"node_modules/aws-sdk": {"version": "2.1693.0"}}}'},
      {path: 'packages/api/package.json', text: '{"dependencies": {"aws-sdk": "^2.1.0"}}'},
    ],
    table,
  )
  expect(found.map(({directory, path, version, requirement}) => ({directory, path, version, requirement}))).toEqual([
    {directory: 'packages/api', path: 'package-lock.json', version: '2.1693.0', requirement: '^2.1.0'},
  ])
})
