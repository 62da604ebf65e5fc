import {describe, expect, test} from 'vitest'
import {detect} from './table.js'

describe('Dockerfile', () => {
  test.each([
    {
      name: "AWS's image",
      text: 'FROM amazon/aws-cli:2.15.0\n',
      found: ['aws-cli amazon/aws-cli 2.15.0 (2.15.0) "amazon/aws-cli:2.15.0" in stage:0'],
    },
    {
      name: 'the other registry, a stage name and an argument',
      text: 'ARG TAG=2.9.1\nFROM --platform=linux/amd64 public.ecr.aws/aws-cli/aws-cli:${TAG} AS cli\n',
      found: [
        'aws-cli public.ecr.aws/aws-cli/aws-cli 2.9.1 (2.9.1) "public.ecr.aws/aws-cli/aws-cli:${TAG}" in stage:cli',
      ],
    },
    {
      name: 'the latest image',
      text: 'FROM amazon/aws-cli\n',
      found: ['aws-cli amazon/aws-cli - "amazon/aws-cli" in stage:0'],
    },
    {
      name: 'pip',
      text: 'FROM python:3.12\nRUN pip install --no-cache-dir -r requirements.txt "boto3==1.34.2" && python3 -m pip install \'awscli<2\'\n',
      found: [
        'botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2" in stage:0',
        'aws-cli awscli (<2) "awscli<2" in stage:0',
      ],
    },
    {
      name: 'uv',
      text: 'FROM python:3.12\nRUN uv pip install --system boto3\n',
      found: ['botocore boto3 - "boto3" in stage:0'],
    },
    {
      name: 'a redirection, as the shell takes it, and an exec form',
      text: 'FROM python:3.12\nRUN pip install \\\n    flask \\\n    boto3>=1.30\nRUN ["pip", "install", "awscli==1.33.0"]\n',
      found: ['botocore boto3 - "boto3" in stage:0', 'aws-cli awscli 1.33.0 (==1.33.0) "awscli==1.33.0" in stage:0'],
    },
    {
      name: 'an argument of the stage',
      text: 'FROM python:3.12 AS app\nARG V=1.34.2\nRUN pip install boto3==${V}\n',
      found: ['botocore boto3 1.34.2 (==1.34.2) "boto3==${V}" in stage:app'],
    },
    {
      name: 'an argument of nobody',
      text: 'FROM python:3.12 AS app\nARG V\nRUN pip install boto3==$V\n',
      found: ['botocore boto3 - "boto3==$V" in stage:app'],
    },
    {
      name: 'apt on a named release',
      text: 'FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends awscli\n',
      found: ['aws-cli awscli 2.9.19 "awscli" in stage:0'],
    },
    {
      name: 'apt on a stage built on another',
      text: 'FROM debian:11 AS base\nFROM base AS app\nRUN apt-get install -y awscli\n',
      found: ['aws-cli awscli 1.19.1 "awscli" in stage:app'],
    },
    {
      name: 'apt where nothing names the release',
      text: 'FROM python:3.12\nRUN apt install awscli\n',
      found: ['aws-cli awscli - "awscli" in stage:0'],
    },
    {
      name: 'apt with a version',
      text: 'FROM ubuntu:22.04\nRUN apt-get install awscli=1.22.34-1\n',
      found: ['aws-cli awscli 1.22.34 (1.22.34-1) "awscli=1.22.34-1" in stage:0'],
    },
    {
      name: 'npm',
      text: 'FROM node:20\nRUN npm i -g aws-sdk@2 @aws-sdk/client-sts@3.1173.0\n',
      found: [
        'aws-sdk-js aws-sdk (2) "aws-sdk@2" in stage:0',
        'client-sts @aws-sdk/client-sts 3.1173.0 (3.1173.0) "@aws-sdk/client-sts@3.1173.0" in stage:0',
      ],
    },
    {
      name: 'the installer',
      text: 'FROM debian:12\nRUN curl -s "https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.15.0.zip" -o a.zip\nADD https://awscli.amazonaws.com/awscli-exe-linux-aarch64.zip /tmp/\n',
      found: ['aws-cli aws-cli 2.15.0 "https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.15.0.zip" in stage:0'],
    },
    {
      name: 'the installer without a version',
      text: 'FROM debian:12\nADD https://awscli.amazonaws.com/awscli-exe-linux-aarch64.zip /tmp/\n',
      found: ['aws-cli aws-cli - "https://awscli.amazonaws.com/awscli-exe-linux-aarch64.zip" in stage:0'],
    },
    {
      name: 'gem',
      text: 'FROM ruby:3\nRUN gem install aws-sdk-core -v 3.91.0\n',
      found: ['aws-sdk-ruby-core aws-sdk-core 3.91.0 (3.91.0) "aws-sdk-core" in stage:0'],
    },
    {
      name: "HashiCorp's image, by its digest",
      text: 'FROM docker.io/hashicorp/terraform:1.6.2@sha256:00 AS tf\n',
      found: [
        'terraform-backend-s3 docker.io/hashicorp/terraform 1.6.2 (1.6.2) "docker.io/hashicorp/terraform:1.6.2@sha256:00" in stage:tf',
      ],
    },
    {
      name: 'Poetry and uv by @',
      text: 'FROM python:3.12\nRUN poetry add boto3[crt]@^1.34\nRUN uv tool install awscli@1.33.0\n',
      found: [
        'botocore boto3 (^1.34) "boto3[crt]@^1.34" in stage:0',
        'aws-cli awscli 1.33.0 (1.33.0) "awscli@1.33.0" in stage:0',
      ],
    },
    {
      name: 'apk',
      text: 'FROM alpine:3.20\nRUN apk add --no-cache aws-cli "py3-boto3=1.34.2-r0"\n',
      found: ['aws-cli aws-cli - "aws-cli" in stage:0', 'botocore boto3 1.34.2 "py3-boto3=1.34.2-r0" in stage:0'],
    },
    {
      name: 'apk before 3.18',
      text: 'FROM python:3.11-alpine3.17\nRUN apk --no-cache add aws-cli~1.25\n',
      found: ['aws-cli awscli (~1.25) "aws-cli~1.25" in stage:0'],
    },
    {
      name: 'yum and dnf',
      text: 'FROM amazonlinux:2 AS old\nRUN yum install -y awscli-1.18.147-1.amzn2.0.1\nFROM amazonlinux:2023\nRUN dnf -y install awscli-2\n',
      found: [
        'aws-cli awscli 1.18.147 "awscli-1.18.147-1.amzn2.0.1" in stage:old',
        'aws-cli aws-cli - "awscli-2" in stage:1',
      ],
    },
    {
      name: 'apt with an option, on Ubuntu',
      text: 'FROM ubuntu:22.04\nRUN apt-get -o Acquire::Retries=3 install -y awscli\n',
      found: ['aws-cli awscli 1.22.34 "awscli" in stage:0'],
    },
    {
      name: 'the installer for the machine at hand',
      text: 'FROM debian:12\nARG V=2.15.0\nRUN curl https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m)-${V}.zip -o a.zip\n',
      found: ['aws-cli aws-cli 2.15.0 "https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m)-${V}.zip" in stage:0'],
    },
    {
      name: 'copied from an image',
      text: 'FROM debian:12\nCOPY --from=amazon/aws-cli:2.15.0 /usr/local/aws-cli /usr/local/aws-cli\n',
      found: ['aws-cli amazon/aws-cli 2.15.0 (2.15.0) "amazon/aws-cli:2.15.0" in stage:0'],
    },
    {
      name: 'copied from a stage, but not with a program that was built there',
      text: 'FROM python:3.12 AS build\nRUN pip install --prefix /venv boto3==1.34.2\nFROM python:3.12 AS app\nCOPY --from=build /venv /venv\nFROM scratch\nCOPY --from=build /src/dist/app /app\n',
      found: [
        'botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2" in stage:build',
        'botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2" in stage:app',
      ],
    },
    {
      name: 'no install',
      text: 'FROM scratch\nRUN echo boto3 awscli && pip download boto3\nCMD ["aws", "s3", "ls"]\n',
      found: [],
    },
  ])('$name', async ({text, found}) => {
    expect(await detect({path: 'Dockerfile', text})).toEqual(found)
  })
})

describe('GitHub Actions', () => {
  const job = (steps: string, rest = '') =>
    `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n${rest}    steps:\n${steps}`
  test.each([
    {
      name: 'pip',
      text: job('      - run: pip install boto3==1.34.2\n'),
      found: ['botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2" in jobs.build'],
    },
    {
      name: 'the CLI of the runner',
      text: job('      - run: |\n          aws sts get-caller-identity\n          aws s3 ls\n'),
      found: ['aws-cli aws-cli - "aws" in jobs.build'],
    },
    {
      name: 'another CLI on the runner',
      text: job('      - run: pip install awscli==1.33.0\n      - run: aws s3 ls\n'),
      found: ['aws-cli awscli 1.33.0 (==1.33.0) "awscli==1.33.0" in jobs.build'],
    },
    {
      name: 'PowerShell',
      text: job(
        '      - shell: pwsh\n        run: Install-Module -Name AWS.Tools.SecurityToken -RequiredVersion 4.1.500 -Force\n',
      ),
      found: ['aws-tools-powershell AWS.Tools.SecurityToken 4.1.500 (4.1.500) "AWS.Tools.SecurityToken" in jobs.build'],
    },
    {
      name: 'an image as a step',
      text: job('      - uses: docker://amazon/aws-cli:2.15.0\n'),
      found: ['aws-cli amazon/aws-cli 2.15.0 (2.15.0) "amazon/aws-cli:2.15.0" in jobs.build'],
    },
    {name: 'not that of a container', text: job('      - run: aws s3 ls\n', '    container: python:3.12\n'), found: []},
    {
      name: 'an action',
      path: 'action.yml',
      text: 'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: |\n        npm install aws-sdk@2.1.0\n',
      found: ['aws-sdk-js aws-sdk 2.1.0 (2.1.0) "aws-sdk@2.1.0" in '],
    },
  ])('$name', async ({path = '.github/workflows/ci.yml', text, found}) => {
    expect(await detect({path, text})).toEqual(found)
  })
})
