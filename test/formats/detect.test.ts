import {describe, expect, test} from 'vitest'
import {detectFormat, formatPatterns, refineFormat} from '../../src/formats/detect.js'
import type {FormatId} from '../../src/model.js'

const READ: Record<FormatId, string[]> = {
  // Only where somebody asks for programs.
  source: [],
  crontab: ['crontab', 'etc/crontab', 'a/app.crontab', 'jobs.cron', 'etc/cron.d/backup'],
  tox: ['tox.ini', 'a/pytest.ini', 'setup.cfg'],
  squid: ['squid.conf', 'etc/squid/conf.d/allow.conf'],
  logstash: ['logstash.conf', 'etc/logstash/conf.d/10-s3.conf', 'my-logstash.conf'],
  sql: ['catalog.sql', 'hive/tables.hql'],
  manifest: ['requirements.txt', 'requirements-dev.txt', 'a/constraints.txt', 'go.mod', 'services/shop/go.mod'],
  dotenv: [
    '.env',
    'a/.env',
    '.env.local',
    '.env.production.local',
    'prod.env',
    '.flaskenv',
    '.env.example',
    'app.env.sample',
    '.env.template',
    '.ENV',
    'etc/environment',
    '/etc/default/app',
    'files/etc/sysconfig/my-app',
    'etc/environment.d/50-aws.conf',
    '.config/environment.d/50-aws.conf',
    'etc/ecs/ecs.config',
    'env.prod',
    'config/env.staging',
    'app.env.j2',
    'app.env.template',
    '.env.tmpl',
  ],
  dockerfile: [
    'Dockerfile',
    'dockerfile',
    'a/Dockerfile.dev',
    'Dockerfile-dev',
    'Dockerfile_ci',
    'api.Dockerfile',
    'api.dockerfile',
    'Containerfile',
    'Containerfile.test',
    'x.Containerfile',
    'Dockerfile.example',
    'Dockerfile.template',
  ],
  yaml: [
    'a.yaml',
    'a.yml',
    'A.YML',
    '.gitlab-ci.yml',
    'docker-compose.yml',
    'aws-config.yaml',
    '.env.yaml',
    'values.yaml.example',
    '.kube/config',
    'kubeconfig',
    '.ebextensions/01-env.config',
  ],
  json: [
    'a.json',
    'tsconfig.json',
    '.devcontainer.json',
    'a.jsonc',
    'stack.template',
    'main.tf.json',
    'x.code-workspace',
    '.env.json',
  ],
  hcl: [
    'main.tf',
    'prod.tfvars',
    'terraform.tfvars.example',
    'terragrunt.hcl',
    'main.tofu',
    'dev.tfbackend',
    'job.nomad',
    'config/aws.spc',
    'build.pkr.hcl',
  ],
  xml: ['conf/core-site.xml', 'pom.xml', 'phpunit.xml.dist', '.idea/runConfigurations/app.xml'],
  toml: [
    'fly.toml',
    'pyproject.toml',
    '.cargo/config.toml',
    'etc/telegraf.conf',
    'etc/telegraf.d/aws.conf',
    'vector.toml',
  ],
  groovy: ['Jenkinsfile', 'ci/Jenkinsfile.deploy', 'Jenkinsfile-nightly', 'vars/deploy.groovy', 'build.jenkinsfile'],
  ini: [
    '.aws/config',
    'home/.aws/config',
    '.aws/credentials',
    'aws-config',
    'aws_config',
    'aws_credentials',
    'aws-config.ini',
    'dot_aws/config',
    '.aws/config.example',
    'aws-credentials.template',
    'rclone.conf',
    '.s3cfg',
    '.ossutilconfig',
    'cloud.conf',
    'grafana.ini',
  ],
  make: ['Makefile', 'GNUmakefile', 'makefile', 'build/common.mk'],
  powershell: ['Deploy.ps1', 'profile.ps1', 'a.psm1'],
  batch: ['set.bat', 'a.CMD'],
  properties: [
    'a.properties',
    'etc/catalog/hive.properties',
    'conf/spark-defaults.conf',
    'jvm.options',
    'jvm.options.d/a.options',
  ],
  systemd: ['app.service', 'app.service.d/aws.conf', 'etc/systemd/system.conf'],
  fluentbit: ['fluent-bit.conf', 'fluent-bit/outputs/cw.conf'],
  fluentd: ['fluent.conf', 'fluentd/conf.d/s3.conf'],
  procfile: ['Procfile'],
  fish: ['.config/fish/config.fish', 'functions/aws.fish'],
  supervisor: ['supervisord.conf', 'etc/supervisor/conf.d/app.conf', 'docker/supervisor/app.conf'],
  just: ['justfile', 'Justfile', '.justfile', 'ci.just'],
  nginx: ['nginx.conf', 'docker/nginx.conf'],
  shell: [
    'deploy.sh',
    'a/b.bash',
    'x.zsh',
    'x.ksh',
    '.envrc',
    'aws.envrc',
    '.profile',
    '.bashrc',
    '.zshrc',
    '.bash_profile',
    'dot_zshrc',
    'bin/deploy',
    'scripts/ci-login',
    'docker-entrypoint',
    'docker/web/entrypoint',
    'user-data',
    'user-data.sh.tftpl',
    '.husky/pre-commit',
    'env.sh.example',
    'SETUP.SH',
  ],
}

const NOT_READ = [
  'a.ts',
  'README.md',
  'env',
  'environment',
  'config',
  '.docker/config',
  'App.config',
  'Jenkinsfile.md',
  'conf.d/aws.conf',
  'poetry.lock.toml',
  'package-lock.json',
  'a/npm-shrinkwrap.json',
  'composer.lock',
  'yarn.lock',
  'poetry.lock',
  'pnpm-lock.yaml',
  'conda-lock.yml',
  'packages.lock.json',
  '.terraform.lock.hcl',
  'terraform.tfstate',
  'terraform.tfstate.backup',
  'a.tfstate.json',
  'a.min.json',
  'a.js.map',
  'x.snap',
  'x.snap.json',
  '.env.ts',
  '.env.d.ts',
  '.env.gpg',
  'Dockerfile.md',
  'Dockerfile.dockerignore',
  'dockerfile-parser.ts',
  'dockerfile.test.js',
  'notes.tmpl',
  'env.py',
  'env.h',
  'etc/default/',
  'example',
  'aws-config.ts',
  'src/config.py',
]

describe('detectFormat', () => {
  test.each(Object.entries(READ).flatMap(([format, paths]) => paths.map((path) => [path, format])))(
    '%s is %s',
    (path, format) => {
      expect(detectFormat(path)).toBe(format)
    },
  )

  test.each(NOT_READ)('%s is none of ours', (path) => {
    expect(detectFormat(path)).toBeNull()
  })

  test('reads Windows separators', () => {
    expect(detectFormat('C:\\srv\\.env')).toBe('dotenv')
    expect(detectFormat('C:\\Users\\x\\.aws\\config')).toBe('ini')
    expect(detectFormat('files\\etc\\default\\app')).toBe('dotenv')
  })
})

describe('refineFormat', () => {
  test.each([
    {path: 'a.template', text: '\uFEFF\n  {"Resources": {}}', format: 'json'},
    {path: 'a.template', text: '# stack\nAWSTemplateFormatVersion: 2010-09-09\n', format: 'yaml'},
    {path: 'nginx.conf.template', text: 'server {\n}\n', format: null},
    {path: 'bin/deploy', text: '#!/usr/bin/env bash\n', format: 'shell'},
    {path: 'bin/deploy', text: '#!/usr/bin/env python3\n', format: null},
    {path: 'bin/deploy', text: 'MZ', format: null},
    {path: 'entrypoint', text: '#!/bin/sh\n', format: 'shell'},
    {path: 'run', text: 'x', format: null},
    {path: 'deploy.sh', text: 'echo', format: 'shell'},
    {path: 'home/dot_zshrc', text: 'echo', format: 'shell'},
    {path: 'a.json', text: 'Resources:', format: 'json'},
    {path: 'app/credentials', text: '\uFEFF\n# mine\n  ; yes\n{% if x %}\n[default]\n', format: 'ini'},
    {path: 'app/credentials.template', text: '---\nhost: a\n[x]\n', format: null},
    {path: 'home/.aws/credentials', text: 'aws_access_key_id = a\n[default]\n', format: 'ini'},
    {path: 'dot_aws/credentials.tmpl', text: 'region\n', format: 'ini'},
    {path: 'a.yaml', text: '{}', format: 'yaml'},
  ])('$path with $text is $format', ({path, text, format}) => {
    expect(refineFormat(path, text)).toBe(format)
  })
})

describe('formatPatterns', () => {
  const {files, exclude} = formatPatterns()
  const matches = (sources: readonly string[], path: string) =>
    sources.some((source) => new RegExp(source, 'i').test(path))
  const hooked = (path: string) => matches(files, path) && !matches(exclude, path)

  test.each(Object.values(READ).flat())('a hook is given %s', (path) => {
    expect(hooked(path)).toBe(true)
  })

  test.each(NOT_READ)('a hook is not given %s', (path) => {
    expect(hooked(path)).toBe(false)
  })
})
