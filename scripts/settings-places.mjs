/** What docs/settings.md says beside its tables: where variables are read, and what is not covered. */
export const CARRIERS = [
  [
    'shells',
    'sh, Bash, Zsh, Korn and fish scripts and profiles, `.envrc`, PowerShell and its profiles (`$env:`, `setx`, `Set-Item`), batch files: assignments, exports, here-documents, `source` of env files, variables used once as a value',
  ],
  [
    'commands',
    '`env`, `sudo`, `timeout`, `xargs`; `docker run -e`, `--env-file`, `docker build --build-arg`; `kubectl set env`, `run --env`, `create configmap --from-literal`; `helm --set`, `--set-json`; `aws lambda --environment`, `ecs run-task --overrides`; `gcloud`, `heroku`, `fly`, `eb`, `az`, `systemctl set-environment`',
  ],
  [
    'env files',
    '`.env` and its kin, `/etc/environment`, `/etc/default/*`, `/etc/sysconfig/*`, `environment.d`, what Compose, Kustomize, systemd, `docker run` and scripts name',
  ],
  [
    'services',
    'systemd units and drop-ins, supervisord, crontabs (system and user), launchd property lists, Procfiles, nginx `env`, ECS agent',
  ],
  [
    'containers',
    'Dockerfiles (`ENV`, `ARG`, `RUN`, here-documents), Compose, Dev Containers (`containerEnv`, `remoteEnv`, `runArgs`), options of `docker run` in workflows and Jenkins agents',
  ],
  [
    'Kubernetes',
    'containers of any object with a pod template, ConfigMaps, Secrets, kubeconfig `exec`, kubelet credential providers, Helm values and templates, Kustomize generators and patches',
  ],
  [
    'CloudFormation, SAM, ECS',
    'Lambda, ECS, CodeBuild and Batch variables, `Fn::Sub`, `Fn::Join`, user data; task definitions',
  ],
  [
    'Terraform, OpenTofu, Terragrunt, Packer',
    'any map or list with a known variable, `jsonencode`, `base64encode`, `join`, here-documents, `local-exec`, `extra_arguments`',
  ],
  [
    'pipelines',
    'GitHub, Gitea and Forgejo Actions, GitLab CI, CircleCI, Azure Pipelines, Bitbucket, CodeBuild, Jenkinsfiles',
  ],
  [
    'automation',
    'Ansible (`environment`, `copy`, `lineinfile`, `blockinfile`, `ini_file`), cloud-init, Serverless Framework, Elastic Beanstalk, Makefiles, justfiles, Taskfiles, `package.json` scripts',
  ],
  [
    'programs, with `--source-code` or `sourceCode: true`',
    'Python, JavaScript and TypeScript, Go, Java, Kotlin, Scala, Ruby, PHP, C#, R: `os.environ["X"] = …`, `process.env.X = …`, `os.Setenv`, `putenv`, `Sys.setenv`, maps for processes and constructs',
  ],
  ['tests', 'tox (`set_env`), pytest-env, Maven Surefire'],
  ['editors', 'VS Code (`launch.json`, `settings.json`, `tasks.json`), JetBrains run configurations'],
]

export const NOT_COVERED = [
  [
    'Values that a program computes',
    'Programs are read where the config says `sourceCode: true` or with `--source-code`, and only what stands in the call as text or as a constant of the SDK: a variable, a template or a constant of the program’s own is passed over. Tests, vendored and generated code are not read. `stslint trail` finds such callers by their calls.',
  ],
  [
    '`aws sts …` without a Region',
    'A script does not say what its environment holds. Where a scope states that there is none, `aws/missing-region` speaks.',
  ],
  ['MinIO, Tencent Cloud, Huawei Cloud', 'Their token services are not AWS’s; their hosts are known as foreign.'],
  [
    'Debezium, Datadog, s3fs, goofys, kOps, MATLAB, Delta Lake',
    'No key of their own for STS is known: they take the variables of the AWS SDKs.',
  ],
  ['`New-Item Env:`, `launchctl setenv`, `crudini`, `sed -i`', 'What such commands change is not followed.'],
  ['Ansible’s `key=value` module arguments', 'Arguments are read as maps only.'],
]
