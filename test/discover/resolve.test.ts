import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {resolveTarget} from '../../src/discover/resolve.js'
import type {FileRef} from '../../src/model.js'
import {tree} from './tree.js'

describe('resolveTarget', () => {
  const files = {
    'app/compose.yaml': '',
    'app/.env': '',
    'app/settings': '',
    'shared/base.yml': '',
    'shared/.aws/config': '',
  }
  const from = (cwd: string): FileRef => ({
    path: 'app/compose.yaml',
    absolute: join(cwd, 'app', 'compose.yaml'),
    format: 'yaml',
    kind: null,
  })

  test.each([
    {target: '.env', path: 'app/.env', format: 'dotenv', kind: null},
    {target: './settings', path: 'app/settings', format: 'dotenv', kind: null},
    {target: '../shared/base.yml', path: 'shared/base.yml', format: 'yaml', kind: null},
    {target: '../shared/.aws/config', path: 'shared/.aws/config', format: 'ini', kind: 'aws-config'},
  ])('$target is $path', ({target, path, format, kind}) => {
    const cwd = tree(files)

    expect(resolveTarget(target, from(cwd))).toEqual({path, absolute: join(cwd, ...path.split('/')), format, kind})
    expect(resolveTarget(join(cwd, path), from(cwd))?.path).toBe(path)
  })

  test.each(['', 'gone.env', '..', 'app/\0', '.env/x'])('%j is nothing', (target) => {
    const cwd = tree(files)
    mkdirSync(join(cwd, 'dir'))

    expect(resolveTarget(target, from(cwd))).toBeNull()
  })

  test('outside the working directory it is absolute', () => {
    const root = tree(files)
    const file: FileRef = {
      path: 'compose.yaml',
      absolute: join(root, 'app', 'compose.yaml'),
      format: 'yaml',
      kind: null,
    }

    expect(resolveTarget('../shared/base.yml', file)?.path).toBe(`${root.replaceAll('\\', '/')}/shared/base.yml`)
    expect(resolveTarget('.env', {...file, path: `${root}/app/compose.yaml`})?.path).toBe(`${root}/app/.env`)
    expect(resolveTarget('settings', {...file, path: '~/compose.yaml'})?.path).toBe(`${root}/app/settings`)
  })
})
