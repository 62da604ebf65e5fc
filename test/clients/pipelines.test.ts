import {expect, test} from 'vitest'
import {detect} from './table.js'

const boto3 = 'botocore boto3 1.34.2 (==1.34.2) "boto3==1.34.2" in '
const awscli = 'aws-cli awscli 1.29.0 (==1.29.0) "awscli==1.29.0" in '

test.each([
  {
    name: 'GitLab: a job for itself',
    path: '.gitlab-ci.yml',
    text: 'a:\n  script:\n    - pip install boto3==1.34.2\nb:\n  script: [make]\n',
    found: [`${boto3}a`],
  },
  {
    name: 'GitLab: what every job starts with',
    path: 'ci/deploy.gitlab-ci.yml',
    text: 'default:\n  before_script:\n    - pip install awscli==1.29.0\na:\n  script: [make]\n',
    found: [awscli],
  },
  {
    name: 'GitLab: a template and the job that extends it',
    path: '.gitlab-ci.yml',
    text: '.aws:\n  before_script: [pip install awscli==1.29.0]\na:\n  extends: .aws\n  script: [make]\n',
    found: [`${awscli}.aws`, `${awscli}a`],
  },
  {
    name: 'GitLab: a version in a variable of the pipeline',
    path: '.gitlab-ci.yml',
    text: 'variables:\n  CLI: 1.29.0\na:\n  script:\n    - pip install "awscli==$CLI"\n',
    found: ['aws-cli awscli 1.29.0 (==1.29.0) "awscli==$CLI" in a'],
  },
  {
    name: 'CircleCI: both forms of a step',
    path: '.circleci/config.yml',
    text: 'jobs:\n  d:\n    steps:\n      - run: pip install awscli==1.29.0\n      - run:\n          command: |\n            pip install boto3==1.34.2\n',
    found: [`${awscli}jobs.d`, `${boto3}jobs.d`],
  },
  {
    name: 'CircleCI: a command and the job that calls it',
    path: '.circleci/config.yml',
    text: 'commands:\n  cli:\n    steps:\n      - run: pip install awscli==1.29.0\njobs:\n  d:\n    steps: [checkout, cli]\n  e:\n    steps: [checkout]\n',
    found: [`${awscli}commands.cli`, `${awscli}jobs.d`],
  },
  {
    name: 'Azure: a job of a stage',
    path: 'azure-pipelines.yml',
    text: 'stages:\n  - stage: s\n    jobs:\n      - job: d\n        steps:\n          - script: pip install boto3==1.34.2\n',
    found: [`${boto3}stages.0.jobs.0`],
  },
  {
    name: 'Azure: the CLI of its own machines, and not of others',
    path: 'azure-pipelines.yml',
    text: 'jobs:\n  - job: a\n    pool: {vmImage: ubuntu-latest}\n    steps:\n      - bash: aws s3 ls\n  - job: b\n    pool: {name: ours}\n    steps:\n      - bash: aws s3 ls\n',
    found: ['aws-cli aws-cli - "aws" in jobs.0'],
  },
  {
    name: 'Bitbucket: each step for itself',
    path: 'bitbucket-pipelines.yml',
    text: 'pipelines:\n  default:\n    - step:\n        script:\n          - pip install boto3==1.34.2\n    - step:\n        script: [make]\n',
    found: [`${boto3}pipelines.default.0.step`],
  },
  {
    name: 'Drone',
    path: '.drone.yml',
    text: 'steps:\n- name: d\n  image: python:3\n  commands:\n  - pip install boto3==1.34.2\n',
    found: [`${boto3}steps.0`],
  },
  {
    name: 'Buildkite',
    path: '.buildkite/pipeline.yml',
    text: 'steps:\n  - label: d\n    commands:\n      - pip install awscli==1.29.0\n',
    found: [`${awscli}steps.0`],
  },
  {
    name: 'Jenkins: stages go on where others ended, but for one with an agent of its own',
    path: 'ci/Jenkinsfile',
    text: "pipeline {\n  agent any\n  stages {\n    stage('A') { steps { sh 'pip install awscli==1.29.0' } }\n    stage('B') {\n      agent { docker { image 'python:3' } }\n      steps { sh 'pip install boto3==1.34.2' }\n    }\n  }\n}\n",
    found: [awscli, `${boto3}pipeline.stages.stage#2`],
  },
  {
    name: 'CodeBuild',
    path: 'ci/buildspec-deploy.yml',
    text: 'version: 0.2\nphases:\n  install:\n    runtime-versions: {python: 3.11}\n    commands:\n      - pip install boto3==1.34.2\n',
    found: [`${boto3}#2`],
  },
  {name: 'another YAML file', path: 'config/app.yml', text: 'a:\n  script: [pip install boto3]\n', found: []},
])('$name', async ({path, text, found}) => {
  expect(await detect({path, text})).toEqual(found)
})
