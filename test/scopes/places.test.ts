import {expect, test} from 'vitest'
import {unitOf} from '../parsed.js'

/** Tools by their files: in whose view each variable stands, and what that view lies in. */
interface Case {
  readonly path: string
  readonly text: string
  /** Key and value, then the scopes from the inside out, the file left out. */
  readonly found: readonly string[]
}

test.each<Case>([
  {
    path: '.circleci/config.yml',
    text: `
executors:
  default: {docker: [{image: cimg/base, environment: {AWS_REGION: eu-west-1}}]}
jobs:
  build:
    executor: default
    environment: {AWS_STS_REGIONAL_ENDPOINTS: legacy}
    steps:
      - run: export AWS_REGION=a
      - run: {name: test, environment: {AWS_REGION: b}, command: export AWS_REGION=c}
      - when: {condition: x, steps: [{run: {name: deep, command: export AWS_REGION=d}}]}
commands:
  login: {steps: [run: export AWS_REGION=e]}
`,
    found: [
      'AWS_REGION=eu-west-1 job default',
      'AWS_STS_REGIONAL_ENDPOINTS=legacy job build',
      'AWS_REGION=a job build',
      'AWS_REGION=b step test / job build',
      'AWS_REGION=c step test / job build',
      'AWS_REGION=d step deep / job build',
      'AWS_REGION=e job login',
    ],
  },
  {
    path: 'azure-pipelines.yml',
    text: `
variables: [{group: shared}, {name: AWS_REGION, value: a}]
stages:
  - stage: build
    variables: {AWS_REGION: b}
    jobs:
      - job: compile
        variables: {AWS_REGION: c}
        steps:
          - {bash: export AWS_REGION=d, displayName: show, env: {AWS_REGION: e}}
      - deployment: deploy
        strategy: {runOnce: {deploy: {steps: [{script: export AWS_REGION=f}]}}}
`,
    found: [
      'AWS_REGION=a workflow azure-pipelines.yml',
      'AWS_REGION=b job build / workflow azure-pipelines.yml',
      'AWS_REGION=c job compile / job build / workflow azure-pipelines.yml',
      'AWS_REGION=e step show / job compile / job build / workflow azure-pipelines.yml',
      'AWS_REGION=d step show / job compile / job build / workflow azure-pipelines.yml',
      'AWS_REGION=f step step 1 / job job 2 / job build / workflow azure-pipelines.yml',
    ],
  },
  {
    path: 'bitbucket-pipelines.yml',
    text: `
pipelines:
  default:
    - step:
        name: deploy
        script:
          - export AWS_REGION=a
          - pipe: atlassian/aws-s3-deploy:1.0.0
            variables: {AWS_DEFAULT_REGION: b}
definitions:
  services: {db: {variables: {AWS_REGION: c}}}
`,
    found: [
      'AWS_REGION=a step deploy',
      'AWS_DEFAULT_REGION=b step atlassian/aws-s3-deploy:1.0.0 / step deploy',
      'AWS_REGION=c container db',
    ],
  },
  {
    path: '.drone.yml',
    text: `
kind: pipeline
name: main
environment: {AWS_REGION: a}
steps:
  - {name: build, environment: {AWS_REGION: b, TOKEN: {from_secret: t}}, commands: [export AWS_REGION=c]}
`,
    found: [
      'AWS_REGION=a workflow main',
      'AWS_REGION=b step build / workflow main',
      'AWS_REGION=c step build / workflow main',
    ],
  },
  {
    path: '.woodpecker/build.yaml',
    text: `
steps:
  build: {image: alpine, environment: [AWS_REGION=a], commands: [export AWS_REGION=b]}
`,
    found: ['AWS_REGION=a step build / workflow build.yaml', 'AWS_REGION=b step build / workflow build.yaml'],
  },
  {
    path: '.buildkite/pipeline.yml',
    text: `
env: {AWS_REGION: a}
steps:
  - {label: test, env: {AWS_REGION: b}, command: export AWS_REGION=c}
  - {group: all, steps: [{label: inner, commands: [export AWS_REGION=d]}]}
`,
    found: [
      'AWS_REGION=a workflow pipeline.yml',
      'AWS_REGION=b step test / workflow pipeline.yml',
      'AWS_REGION=c step test / workflow pipeline.yml',
      'AWS_REGION=d step inner / step step 2 / workflow pipeline.yml',
    ],
  },
  {
    path: 'Jenkinsfile',
    text: `
pipeline {
  environment { AWS_REGION = 'a' }
  stages {
    stage('Build') {
      environment { AWS_REGION = "b" }
      steps {
        sh 'export AWS_REGION=c'
        withEnv(['AWS_REGION=d']) { sh(script: '''
          export AWS_REGION=e
        ''') }
        script { env.AWS_REGION = 'f' }
      }
    }
  }
}
`,
    found: [
      'AWS_REGION=a workflow pipeline',
      'AWS_REGION=b job Build / workflow pipeline',
      'AWS_REGION=c step sh / job Build / workflow pipeline',
      'AWS_REGION=d step withEnv / job Build / workflow pipeline',
      'AWS_REGION=e step sh / step withEnv / job Build / workflow pipeline',
      'AWS_REGION=f step env / job Build / workflow pipeline',
    ],
  },
  {
    path: 'site.yml',
    text: `
- hosts: all
  name: deploy
  environment: {AWS_REGION: a}
  tasks:
    - name: call
      environment: {AWS_REGION: b}
      ansible.builtin.shell: export AWS_REGION=c
    - block:
        - {name: inner, shell: {cmd: export AWS_REGION=d}}
`,
    found: [
      'AWS_REGION=a workflow deploy',
      'AWS_REGION=b task call / workflow deploy',
      'AWS_REGION=c task call / workflow deploy',
      'AWS_REGION=d task inner / task task 2 / workflow deploy',
    ],
  },
  {
    path: 'roles/app/tasks/main.yml',
    text: '- {name: call, command: aws sts get-caller-identity, environment: {AWS_REGION: a}}\n',
    found: ['AWS_REGION=a task call'],
  },
  {
    path: 'copilot/api/manifest.yml',
    text: `
name: api
type: Backend Service
variables: {AWS_REGION: a}
sidecars: {proxy: {variables: {AWS_REGION: b}}}
environments: {test: {variables: {AWS_REGION: c}}}
`,
    found: [
      'AWS_REGION=a service api',
      'AWS_REGION=b container proxy / service api',
      'AWS_REGION=c service test / service api',
    ],
  },
  {
    path: 'apprunner.yaml',
    text: `
version: 1.0
build: {commands: {build: [export AWS_REGION=a]}, env: [{name: AWS_REGION, value: b}]}
run: {command: node app, env: [{name: AWS_REGION, value: c}]}
`,
    found: ['AWS_REGION=b job build', 'AWS_REGION=a job build', 'AWS_REGION=c service run'],
  },
  {
    path: 'amplify.yml',
    text: `
version: 1
env: {variables: {AWS_REGION: a}}
applications:
  - {appRoot: web, frontend: {phases: {build: {commands: [export AWS_REGION=b]}}}}
`,
    found: ['AWS_REGION=a job amplify.yml', 'AWS_REGION=b job web / job amplify.yml'],
  },
  {
    path: 'zappa_settings.json',
    text: '{"dev": {"aws_region": "eu-west-1", "environment_variables": {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}}}',
    found: ['AWS_STS_REGIONAL_ENDPOINTS=legacy function dev'],
  },
  {
    path: '.chalice/config.json',
    text: `{"app_name": "app", "environment_variables": {"AWS_ENDPOINT_URL_STS": "a"},
      "stages": {"dev": {"environment_variables": {"AWS_ENDPOINT_URL_STS": "b"},
        "lambda_functions": {"f": {"environment_variables": {"AWS_ENDPOINT_URL_STS": "c"}}}}}}`,
    found: [
      'AWS_ENDPOINT_URL_STS=a function app',
      'AWS_ENDPOINT_URL_STS=b function dev / function app',
      'AWS_ENDPOINT_URL_STS=c function f / function dev / function app',
    ],
  },
  {
    path: '.ebextensions/env.config',
    text: `
option_settings:
  aws:elasticbeanstalk:application:environment: {AWS_REGION: a}
container_commands: {01_x: {command: export AWS_REGION=b}}
`,
    found: ['AWS_REGION=a service env.config', 'AWS_REGION=b service env.config'],
  },
  {
    path: '.ebextensions/list.config',
    text: `
option_settings:
  - {namespace: 'aws:elasticbeanstalk:application:environment', option_name: AWS_REGION, value: a}
`,
    found: ['AWS_REGION=a service list.config'],
  },
  {
    path: 'cluster.json',
    text: '{"cluster_name": "etl", "spark_env_vars": {"AWS_REGION": "a"}}',
    found: ['AWS_REGION=a resource etl'],
  },
  {
    path: 'databricks.yml',
    text: `
resources: {jobs: {etl: {job_clusters: [{new_cluster: {spark_env_vars: {AWS_REGION: a}}}]}}}
`,
    found: ['AWS_REGION=a resource new_cluster'],
  },
  {
    path: 'job.nomad',
    text: `
job "web" {
  group "app" {
    task "server" {
      env { AWS_REGION = "a" }
    }
  }
}
`,
    found: ['AWS_REGION=a task server'],
  },
  {
    path: 'image.pkr.hcl',
    text: `
build {
  provisioner "shell" {
    environment_vars = ["AWS_REGION=a"]
  }
}
`,
    found: ['AWS_REGION=a step shell'],
  },
  {
    path: 'image.json',
    text: '{"provisioners": [{"type": "shell", "environment_vars": ["AWS_REGION=a"], "inline": ["export AWS_REGION=b"]}]}',
    found: ['AWS_REGION=a step shell', 'AWS_REGION=b step shell'],
  },
  {
    path: '.kube/config',
    text: `
apiVersion: v1
kind: Config
users: [{name: u, user: {exec: {command: aws, env: [{name: AWS_REGION, value: a}]}}}]
`,
    found: ['AWS_REGION=a configuration u / configuration config'],
  },
  {
    path: 'config.toml',
    text: '[[runners]]\nname = "r"\nexecutor = "docker"\nenvironment = ["AWS_REGION=a", "X=${AWS_REGION}"]\n',
    found: ['AWS_REGION=a job r', 'X=null job r'],
  },
  {
    path: 'fly.toml',
    text: 'app = "web"\n[env]\nAWS_REGION = "a"\n',
    found: ['AWS_REGION=a service web'],
  },
  {
    path: 'netlify.toml',
    text: '[build.environment]\nAWS_REGION = "a"\n[context.production.environment]\nAWS_REGION = "b"\n',
    found: ['AWS_REGION=a job build', 'AWS_REGION=b job production'],
  },
  {
    path: '.mise.toml',
    text: '[env]\nAWS_REGION = "a"\n[tasks.build]\nrun = "export AWS_REGION=b"\nenv = { AWS_REGION = "c" }\n',
    found: [
      'AWS_REGION=a configuration .mise.toml',
      'AWS_REGION=c task build / configuration .mise.toml',
      'AWS_REGION=b task build / configuration .mise.toml',
    ],
  },
  {
    path: '.cargo/config.toml',
    text: '[env]\nAWS_REGION = { value = "a", force = true }\nAWS_PROFILE = "b"\n',
    found: ['AWS_REGION=a configuration config.toml', 'AWS_PROFILE=b configuration config.toml'],
  },
  {
    path: 'pyproject.toml',
    text: '[tool.pytest.ini_options]\nenv = ["AWS_REGION=a"]\n',
    found: ['AWS_REGION=a configuration ini_options'],
  },
  {
    path: '.idea/runConfigurations/app.xml',
    text: '<component><configuration name="app"><envs><env name="AWS_REGION" value="a"/></envs></configuration></component>',
    found: ['AWS_REGION=a configuration configuration'],
  },
  {
    path: 'pom.xml',
    text: `<project><build><plugins><plugin><configuration><environmentVariables><AWS_REGION>a</AWS_REGION>
      </environmentVariables></configuration></plugin></plugins></build></project>`,
    found: ['AWS_REGION=a configuration configuration'],
  },
  {
    path: 'WEB-INF/web.xml',
    text: `<web-app><env-entry><env-entry-name>AWS_REGION</env-entry-name><env-entry-type>java.lang.String</env-entry-type>
      <env-entry-value>a</env-entry-value></env-entry></web-app>`,
    found: ['AWS_REGION=a configuration web-app'],
  },
  {
    path: 'etc/cron.d/backup',
    text: 'AWS_REGION = "a"\n*/5 * * * * root AWS_DEFAULT_REGION=b run # AWS_REGION=c\n@daily root aws s3 ls%AWS_REGION=d\n',
    found: ['AWS_REGION=a ', 'AWS_DEFAULT_REGION=b command run / run line 2'],
  },
  {
    path: 'app.crontab',
    text: '# AWS_REGION=x\n0 1 * * mon-fri AWS_REGION=a run\n',
    found: ['AWS_REGION=a command run / run line 2'],
  },
  {
    path: 'tox.ini',
    text: '[tox]\nenv_list = a\n[testenv]\nset_env =\n    # AWS_REGION=x\n    AWS_REGION = a\n    AWS_DEFAULT_REGION={env:X}\npass_env = AWS_PROFILE\n[testenv:b]\nsetenv=AWS_REGION=b\n',
    found: [
      'AWS_REGION=a configuration testenv',
      'AWS_DEFAULT_REGION=null configuration testenv',
      'AWS_REGION=b configuration testenv:b',
    ],
  },
  {
    path: 'setup.cfg',
    text: '[metadata]\nenv = AWS_REGION=x\n[tool:pytest]\nenv =\n    D:AWS_REGION=a\n',
    found: ['AWS_REGION=a configuration tool:pytest'],
  },
  {
    path: 'com.example.app.plist',
    text: '<plist><dict><key>Label</key><string>a</string><key>EnvironmentVariables</key>\n<dict><key>AWS_REGION</key><string>a</string></dict></dict></plist>',
    found: ['AWS_REGION=a configuration plist.dict.EnvironmentVariables'],
  },
  {
    path: '.devcontainer/devcontainer.json',
    text: '{"runArgs": ["--rm", "-e", "AWS_REGION=a", "--env=AWS_DEFAULT_REGION=b"], "containerEnv": {"AWS_PROFILE": "c"}}',
    found: [
      'AWS_REGION=a container docker run / container devcontainer.json',
      'AWS_DEFAULT_REGION=b container docker run / container devcontainer.json',
      'AWS_PROFILE=c container devcontainer.json',
    ],
  },
  {
    path: '.github/workflows/options.yml',
    text: 'jobs:\n  a:\n    container: {image: x, options: --cpus 1 -e AWS_REGION=a}\n    steps:\n      - {shell: pwsh, run: "$env:AWS_REGION = \'b\'"}\n      - run: echo AWS_REGION=c | tee -a "$GITHUB_ENV"\n',
    found: [
      'AWS_REGION=a container docker run / job a / workflow options.yml',
      'AWS_REGION=b script script.ps1 / step step 1 / job a / workflow options.yml',
      'AWS_REGION=c step step 2 / job a / workflow options.yml',
    ],
  },
  {
    path: 'Jenkinsfile',
    text: "pipeline { agent { docker { image 'x'; args '-e AWS_REGION=a' } }\n stages { stage('s') { steps { powershell '$env:AWS_REGION = \"b\"' } } } }",
    found: [
      'AWS_REGION=a container docker run / container docker / workflow pipeline',
      'AWS_REGION=b script script.ps1 / job s / workflow pipeline',
    ],
  },
  {
    path: 'lines/tasks/main.yml',
    text: '- lineinfile: {path: /etc/environment, line: AWS_REGION=a}\n- blockinfile:\n    path: /etc/environment\n    block: |\n      AWS_REGION=b\n      AWS_PROFILE=p\n',
    found: [
      'AWS_REGION=a env-file environment',
      'AWS_REGION=b env-file environment',
      'AWS_PROFILE=p env-file environment',
    ],
  },
  {
    path: 'hands.sh',
    text: [
      'docker build --build-arg AWS_REGION=a .',
      'kubectl -n x create configmap y --from-literal=AWS_REGION=b',
      "aws lambda update-function-configuration --environment 'Variables={AWS_REGION=c,X=y}'",
      `helm upgrade x y --set-json 'env={"AWS_REGION":"d"}'`,
      'gcloud run deploy x --set-env-vars=A=b,AWS_REGION=e',
      'timeout 5 env AWS_REGION=f run',
      'aws-vault exec p -- env AWS_REGION=g run',
    ].join('\n'),
    found: [
      'AWS_REGION=a container docker build',
      'AWS_REGION=b container kubectl',
      'AWS_REGION=c container aws lambda update-function-configuration',
      'X=y container aws lambda update-function-configuration',
      'AWS_REGION=d container helm upgrade x y',
      'A=b container gcloud run deploy x',
      'AWS_REGION=e container gcloud run deploy x',
      'AWS_REGION=f command run / script hands.sh',
      'AWS_REGION=g command run / script hands.sh',
    ],
  },
])('$path', async ({path, text, found}) => {
  const {parsed} = await unitOf(path, text)
  const seen = parsed.entries.flatMap(({surface, key, value, scope}) => {
    const scopes: string[] = []
    for (let at: typeof scope | null = scope; at && at.kind !== 'file'; at = at.parent)
      scopes.push(`${at.kind} ${at.name}`)
    return surface === 'env' && key !== 'TOKEN' ? [`${key}=${value} ${scopes.join(' / ')}`] : []
  })
  expect(seen.sort()).toEqual([...found].sort())
})

test('a GitLab job and a CircleCI job see what they extend', async () => {
  const {projectOf, unitsOf} = await import('../parsed.js')
  const units = await unitsOf({
    '.gitlab-ci.yml': '.base: {variables: {AWS_REGION: eu-west-1}}\nbuild: {extends: .base, script: [x]}\n',
    '.circleci/config.yml':
      'executors: {e: {environment: {AWS_REGION: eu-west-2}}}\njobs: {build: {executor: {name: e}, environment: {X: y}}}\n',
  })
  const project = projectOf(units)
  const regions = units.map((unit) => {
    const scope = unit.parsed.scopes.find(({name}) => name === 'build')!
    return project.find(unit, scope, 'region')?.setting.entry.value
  })
  expect(regions).toEqual(['eu-west-1', 'eu-west-2'])
})
