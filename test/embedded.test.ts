import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Entry} from '../src/model.js'
import {createProject, sourceOf, type Unit} from '../src/scopes/view.js'
import {edited} from './formats/line-edits.js'
import {unitOf} from './parsed.js'

/** Row, value, scope and kind of what stands in documents inside a file. */
function inside(unit: Unit): string[] {
  const parts = unit.settings.filter(({scope}) => sourceOf(unit, scope) !== unit)
  return parts.map(({row, entry, scope}) => {
    const {kind, format} = sourceOf(unit, scope)
    return `${kind ?? format} ${scope.name} ${row.id} ${entry.value ?? entry.expression}`
  })
}

const MODE = 'sts_regional_endpoints = legacy'
const lines = (text: string, margin: string): string => text.replace(/^(?=.)/gm, margin)
const CONFIG = `[default]\nregion = eu-west-1\n${MODE}\n`
const NOTED = CONFIG.replace('region', '# made up\nregion')
const FOUND = ['aws-config default aws-config-region eu-west-1', 'aws-config default aws-config-sts-regional legacy']

describe('documents inside others', () => {
  test.each([
    {name: 'a here-document to a file', path: 'a.sh', text: `cat > ~/.aws/config <<'EOF'\n${CONFIG}EOF\n`},
    {
      name: 'a file in the home directory by variable',
      path: 'a.sh',
      text: `cat <<EOF > "$HOME/.aws/config"\n${CONFIG}EOF\n`,
    },
    {name: 'the file that a variable names', path: 'a.sh', text: `cat >$AWS_CONFIG_FILE <<EOF\n${CONFIG}EOF\n`},
    {
      name: 'a here-document without its tabs',
      path: 'a.sh',
      text: `cat > ~/.aws/config <<-EOF\n${lines(CONFIG, '\t')}\tEOF\n`,
    },
    {
      name: 'a here-document in a pipe',
      path: 'a.sh',
      text: `cat <<EOF | sudo tee /root/.aws/config >/dev/null\n${CONFIG}EOF\n`,
    },
    {name: 'a here-document to tee', path: 'a.sh', text: `sudo tee -a /root/.aws/config <<EOF\n${CONFIG}EOF\n`},
    {
      name: 'a here-string in a pipe',
      path: 'a.ps1',
      text: `@"\n${CONFIG}"@ | Set-Content -Path "$HOME\\.aws\\config"\n`,
    },
    {
      name: 'a here-string as an option',
      path: 'a.ps1',
      text: `Set-Content -Path $env:USERPROFILE\\.aws\\config -Value @'\n${CONFIG}'@\n`,
    },
    {
      name: 'a here-string that is written later',
      path: 'a.ps1',
      text: `$text = @"\n${CONFIG}"@\n$text | Out-File "$HOME/.aws/config"\n`,
    },
    {
      name: 'a part of user data',
      path: 'a.tf',
      text: `resource "aws_launch_template" "a" {\n  user_data = base64encode(<<-X\n    MIME-Version: 1.0\n    Content-Type: multipart/mixed; boundary="//"\n\n    --//\n    Content-Type: text/x-shellscript\n\n    #!/bin/sh\n    cat > ~/.aws/config <<EOF\n${lines(CONFIG, '    ')}    EOF\n    --//--\n  X\n  )\n}\n`,
    },
    {
      name: 'a script of a script',
      path: 'a.sh',
      text: `ssh host <<'X'\ncat > ~/.aws/config <<'EOF'\n${CONFIG}EOF\nX\n`,
    },
    {
      name: 'a file of printed lines',
      path: 'a.sh',
      text: `echo "[default]" > ~/.aws/config\necho region = eu-west-1 >> ~/.aws/config && echo '${MODE}' >> ~/.aws/config\n`,
    },
    {
      name: 'a file of one print',
      path: 'a.sh',
      text: `printf '[default]\\nregion = %s\\n%s\\n' eu-west-1 "${MODE}" > ~/.aws/config\n`,
    },
    {
      name: 'a file of an escaped print',
      path: 'a.sh',
      text: `echo -e "[default]\\nregion = eu-west-1\\n${MODE}" | sudo tee /root/.aws/config\n`,
    },
    {
      name: 'a list that prints a file',
      path: 'a.sh',
      text: `{\n  echo '[default]'\n  echo region=eu-west-1; echo ${MODE}\n} >> "$HOME/.aws/config"\n`,
    },
    {
      name: 'a configuration by commands',
      path: 'a.sh',
      text: `aws configure set region eu-west-1\naws configure set default.sts_regional_endpoints "legacy"\n`,
    },
    {
      name: 'a configuration by commands of PowerShell',
      path: 'a.ps1',
      text: `aws configure set region eu-west-1\naws configure set sts_regional_endpoints legacy --profile default\n`,
    },
    {
      name: 'RUN lines that print a file',
      path: 'Dockerfile',
      text: `FROM a\nRUN echo '[default]' > ~/.aws/config; echo 'region = eu-west-1' >> ~/.aws/config\nRUN echo '${MODE}' >> ~/.aws/config\n`,
    },
    {
      name: 'a recipe that prints a file',
      path: 'Makefile',
      text: `a:\n\techo "[default]" > ~/.aws/config\n\techo "region = eu-west-1" >> ~/.aws/config\n\techo "${MODE}" >> ~/.aws/config\n`,
    },
    {
      name: 'commands of a build that print a file',
      path: 'buildspec.yml',
      text: `version: 0.2\nphases:\n  build:\n    commands:\n      - echo "[default]" > ~/.aws/config\n      - echo "region = eu-west-1" >> ~/.aws/config\n      - 'echo "${MODE}" >> ~/.aws/config'\n`,
    },
    {name: 'COPY of a here-document', path: 'Dockerfile', text: `FROM a\nCOPY <<EOF /root/.aws/config\n${CONFIG}EOF\n`},
    {name: 'COPY into a folder', path: 'Dockerfile', text: `FROM a\nCOPY <<config /root/.aws/\n${CONFIG}config\n`},
    {
      name: 'RUN with a here-document',
      path: 'Dockerfile',
      text: `FROM a\nRUN cat <<EOF >~/.aws/config && true\n${CONFIG}EOF\n`,
    },
    {
      name: 'a ConfigMap',
      path: 'a.yaml',
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  config: |\n${lines(CONFIG, '    ')}`,
    },
    {
      name: 'a block that begins with empty lines',
      path: 'a.yaml',
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  config: |\n\n  \n${lines(CONFIG, '    ')}`,
    },
    {
      name: 'a Secret as text',
      path: 'a.yaml',
      text: `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  aws-config: |-\n${lines(CONFIG, '    ')}`,
    },
    {
      name: 'cloud-init',
      path: 'user-data.yaml',
      text: `#cloud-config\nwrite_files:\n  - path: /root/.aws/config\n    content: |\n${lines(CONFIG, '      ')}`,
    },
    {
      name: 'a workflow step',
      path: '.github/workflows/a.yml',
      text: `jobs:\n  a:\n    steps:\n      - run: |\n          cat > ~/.aws/config <<EOF\n${lines(CONFIG, '          ')}          EOF\n          aws sts x\n`,
    },
    {
      name: 'user data in Terraform',
      path: 'a.tf',
      text: `resource "aws_instance" "a" {\n  user_data = <<-X\n    #!/bin/sh\n    cat > ~/.aws/config <<EOF\n${lines(CONFIG, '    ')}    EOF\n  X\n}\n`,
    },
  ])('$name is read, and mended in its place', async ({path, text}) => {
    const unit = await unitOf(path, text)
    expect(inside(unit)).toEqual(FOUND)

    const {entry} = unit.settings.find(({name}) => name === 'sts.mode')!
    expect(text.slice(entry.valueRange.start, entry.valueRange.end)).toBe('legacy')
    expect(edited(text, unit.parsed.setValue(entry, 'regional'))).toBe(text.replace('legacy', 'regional'))
  })

  test.each([
    {
      name: "a chart's values in Terraform",
      path: 'a.tf',
      text: `resource "helm_release" "a" {\n  values = [\n    <<-X\n      env:\n        AWS_STS_REGIONAL_ENDPOINTS: legacy\n    X\n  ]\n}\n`,
    },
    {
      name: "a chart's values in Argo CD",
      path: 'a.yaml',
      text: 'kind: Application\napiVersion: argoproj.io/v1alpha1\nspec:\n  source:\n    helm:\n      values: |\n        env:\n          AWS_STS_REGIONAL_ENDPOINTS: legacy\n',
    },
    {
      name: "a chart's values in k3s",
      path: 'a.yaml',
      text: 'kind: HelmChart\napiVersion: helm.cattle.io/v1\nspec:\n  valuesContent: |-\n    env:\n      AWS_STS_REGIONAL_ENDPOINTS: legacy\n',
    },
  ])('$name are read, and mended in their place', async ({path, text}) => {
    const unit = await unitOf(path, text)
    expect(inside(unit)).toEqual(['yaml values.yaml env-sts-regional legacy'])
    const [{entry}] = unit.settings as [Unit['settings'][number]]
    expect(edited(text, unit.parsed.setValue(entry, 'regional'))).toBe(text.replace('legacy', 'regional'))
  })

  test.each([
    {
      name: 'a JSON string',
      path: 'a.json',
      text: JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {config: NOTED}}),
    },
    {
      name: 'a quoted YAML scalar',
      path: 'a.yaml',
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  config: ${JSON.stringify(NOTED)}\n`,
    },
    {
      name: 'a folded YAML scalar',
      path: 'a.yaml',
      text: `a:\n  config: >\n    [default]\n\n    # made up\n\n    region = eu-west-1\n\n    ${MODE}\n`,
    },
    {
      name: 'base64',
      path: 'a.yaml',
      text: `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  config: ${Buffer.from(NOTED).toString('base64')}\n`,
    },
  ])('$name is read and never edited', async ({path, text}) => {
    const unit = await unitOf(path, text)
    expect(inside(unit)).toEqual(FOUND)
    // Their places are that of the whole text: whoever takes one out would take everything.
    expect(unit.parsed.comments).toEqual([])
    for (const {entry, scope} of unit.settings) {
      expect(unit.parsed.setValue(entry, 'x')).toBeNull()
      expect(unit.parsed.remove(entry)).toBeNull()
      expect(unit.parsed.add(scope, 'output', 'json', entry)).toBeNull()
    }
  })

  test("what the outer document computes is an expression, and its keys are nobody's", async () => {
    const text = 'cat > .env <<EOF\nAWS_REGION=$REGION\n$X=1\nAWS_STS_REGIONAL_ENDPOINTS=${MODE:-legacy}\nEOF\n'
    const unit = await unitOf('a.sh', text)

    expect(inside(unit)).toEqual(['dotenv .env env-region _______', 'dotenv .env env-sts-regional _______________'])
    expect(unit.parsed.setValue(unit.settings[0]!.entry, 'eu-west-1')).toBeNull()
  })

  test('a backslash that the shell takes off moves nothing', async () => {
    const text = 'cat > .env <<EOF\nA=\\$B\nAWS_REGION=eu-west-1\nEOF\n'
    const unit = await unitOf('a.sh', text)
    const {entry} = unit.settings[0]!

    expect(edited(text, unit.parsed.setValue(entry, 'x'))).toBe(text.replace('eu-west-1', 'x'))
    expect(unit.parsed.setValue(entry, '`x`')).toBeNull()
  })

  test.each([
    {name: 'prose', path: 'a.sh', text: `cat <<EOF\n${CONFIG}EOF\n`},
    {name: 'a file of another kind', path: 'a.sh', text: `cat > notes.txt <<EOF\n${CONFIG}EOF\n`},
    {name: 'what python reads', path: 'a.sh', text: `python3 <<EOF\nAWS_STS_REGIONAL_ENDPOINTS=legacy\nEOF\n`},
    {name: 'what is printed to a screen', path: 'a.sh', text: `echo '[default]'; echo '${MODE}'\n`},
    {name: 'what is read back', path: 'a.sh', text: 'aws configure get sts_regional_endpoints\n'},
    {name: 'a name that is computed', path: 'a.sh', text: 'aws configure set "$KEY" legacy\n'},
    {
      name: 'a description',
      path: 'a.yaml',
      text: `description: |\n  Put ${MODE} into a file:\n  [default]\n  ${MODE}\n`,
    },
  ])('$name is not read', async ({path, text}) => {
    expect(inside(await unitOf(path, text))).toEqual([])
  })

  test('each of several has its own sections', async () => {
    const text = `cat > a/.aws/config <<EOF\n${CONFIG}EOF\ncat > b/.aws/config <<EOF\n${CONFIG}EOF\n`
    const {parsed} = await unitOf('a.sh', text)
    const ids = parsed.scopes.map(({id}) => id)

    expect(new Set(ids).size).toBe(ids.length)
    expect(parsed.problems).toEqual([])
  })

  test('a services section belongs to the profiles of its own document', async () => {
    const config = (profile: string, host: string): string =>
      `cat > ${profile}/.aws/config <<EOF\n[profile ${profile}]\nservices = s\n[services s]\nsts =\n  endpoint_url = https://${host}\nEOF\n`
    const unit = await unitOf('a.sh', config('x', 'a.example') + config('y', 'b.example'))
    const project = createProject([unit], () => null)
    const {scopes} = unit.parsed

    const users = scopes.filter(({kind}) => kind === 'services').map((scope) => project.users(unit, scope))
    expect(users.map((each) => each.map(({name}) => name))).toEqual([['x'], ['y']])
    const profiles = scopes.filter(({kind}) => kind === 'profile')
    const found = profiles.map((scope) => project.find(unit, scope, 'sts.endpoint')?.setting.entry.value)
    expect(found).toEqual(['https://a.example', 'https://b.example'])
  })

  test('each profile that commands configure has its own keys; a value that changes is not known', async () => {
    const text = [
      'aws configure set region eu-west-1 --profile ci',
      'aws configure set profile.ops.region us-west-2',
      'aws --profile="$WHO" configure set region eu-north-1',
      'if prod; then aws configure set output json; else aws configure set output text; fi',
      'aws configure set region "$REGION" --profile now',
    ].join('\n')
    const unit = await unitOf('a.sh', text)

    const said = unit.parsed.entries.flatMap(({surface, scope, key, value}) =>
      surface === 'ini' ? [`${scope.name} ${key} ${value}`] : [],
    )
    expect(said).toEqual([
      'ci region eu-west-1',
      'ops region us-west-2',
      '$WHO region eu-north-1',
      'default output null',
      'now region null',
    ])
  })

  test('a line is never added to a file that commands write', async () => {
    const unit = await unitOf('a.sh', `echo '[default]' > .aws/config\necho 'region = eu-west-1' >> .aws/config\n`)
    const [{entry, scope}] = unit.settings as [Unit['settings'][number]]

    expect(unit.parsed.add(scope, 'output', 'json', entry)).toBeNull()
    expect(unit.parsed.remove(entry)).toBeNull()
    expect(unit.parsed.setValue(entry, 'a b')).toBeNull()
  })

  test('credentials that commands write stay hidden', async () => {
    const text = `echo 'aws_secret_access_key = hidden' >> ~/.aws/credentials\naws configure set aws_secret_access_key hidden\n`
    const {parsed} = await unitOf('a.sh', text)

    expect(JSON.stringify([parsed.entries, parsed.commands])).not.toContain('hidden')
    expect(parsed.secrets.filter(({start, end}) => text.slice(start, end).includes('hidden')).length).toBeGreaterThan(1)
  })

  test('credentials in them stay hidden', async () => {
    const text = 'cat > ~/.aws/credentials <<EOF\n[default]\naws_secret_access_key = hidden\nEOF\n'
    const {parsed} = await unitOf('a.sh', text)

    expect(JSON.stringify([parsed.entries, parsed.commands])).not.toContain('hidden')
    expect(parsed.secrets.some(({start, end}) => text.slice(start, end).includes('hidden'))).toBe(true)
  })
})

describe('arguments that are documents', () => {
  const found = async (text: string): Promise<string[]> => {
    const {parsed} = await unitOf('a.sh', text)
    return parsed.entries.flatMap(({surface, path, key, value}) =>
      surface === 'tree' || (surface === 'env' && !text.includes(`${key}=`)) ? [`${path.join('/')}=${value}`] : [],
    )
  }
  test.each([
    {
      name: 'properties of Spark',
      text: 'spark-submit --conf spark.executorEnv.AWS_REGION=a --conf "spark.b=$B" --conf=spark.c=d x=y\n',
      expected: ['spark.executorEnv.AWS_REGION=a', 'spark.b=null', 'spark.c=d'],
    },
    {
      name: 'packages',
      text: 'pip install -U aliyun-python-sdk-core==1.2 "aliyun-python-sdk-sts" -r aliyun-python-sdk-x\n',
      expected: ['pip/aliyun-python-sdk-core===1.2', 'pip/aliyun-python-sdk-sts='],
    },
  ])('$name', async ({text, expected}) => {
    expect(
      (await found(text)).map((each) => each.replace('pip/aliyun-python-sdk-sts=null', 'pip/aliyun-python-sdk-sts=')),
    ).toEqual(expected)
  })
})

describe('values that are documents', () => {
  const JAAS = 'x.IAMLoginModule required awsRoleArn="r" awsStsRegion="eu-west-1";'
  test.each([
    {
      name: 'a login module in a variable',
      path: 'app.env',
      text: `CONNECT_SASL_JAAS_CONFIG='${JAAS}'\n`,
      from: 'eu-west-1',
    },
    {
      name: 'a login module under its own key',
      path: 'kafka.yaml',
      text: `consumer:\n  sasl.jaas.config: '${JAAS}'\n`,
      from: 'eu-west-1',
    },
    {
      name: 'options of a JVM in a pod',
      path: 'pod.yaml',
      text: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      env:\n        - name: JAVA_OPTS\n          value: >-\n            -Xmx1g -Daws.region=eu-west-1\n',
      from: 'eu-west-1',
    },
    {
      name: 'a block with a margin',
      path: 'compose.yaml',
      text: 'services:\n  a:\n    environment:\n      FLINK_PROPERTIES: |\n        a: b\n        fs.s3a.assumed.role.sts.endpoint.region: eu-west-1\n',
      from: 'eu-west-1',
    },
  ])('$name is read, and mended in its place', async ({path, text, from}) => {
    const unit = await unitOf(path, text)
    const {entry} = unit.settings.find((setting) => setting.entry.value === from)!

    expect(text.slice(entry.valueRange.start, entry.valueRange.end)).toBe(from)
    expect(edited(text, unit.parsed.setValue(entry, 'us-west-2'))).toBe(text.replace(from, 'us-west-2'))
    expect(unit.parsed.setValue(entry, 'a b')).toBeNull()
  })

  test.each([
    {name: 'an escaped one', path: 'a.json', text: JSON.stringify({'sasl.jaas.config': JAAS})},
    {name: 'a URI', path: 'a.env', text: 'AIRFLOW_CONN_A=aws://@/?role_arn=r&region_name=eu-west-1\n'},
    {
      name: 'one that an alias shows elsewhere',
      path: 'compose.yaml',
      text: 'x-a: &a\n  environment:\n    JAVA_OPTS: -Daws.region=eu-west-1\nservices:\n  a:\n    <<: *a\n',
    },
  ])('$name is read once and never edited', async ({path, text}) => {
    const unit = await unitOf(path, text)
    const found = unit.settings.filter(({entry}) => entry.value === 'eu-west-1')

    expect(found.length).toBe(1)
    expect(unit.parsed.setValue(found[0]!.entry, 'us-west-2')).toBeNull()
  })

  test('credentials in them stay hidden', async () => {
    const text = `KAFKA_SASL_JAAS_CONFIG='x required awsSecretAccessKey="hidden" password="hidden";'\nJAVA_OPTS=-Dapp.password=hidden\n`
    const {parsed} = await unitOf('a.env', text)
    const shown = parsed.entries.filter(({scope}) => scope.kind !== 'env-file')

    expect(JSON.stringify([shown, parsed.commands])).not.toContain('hidden')
  })
})

describe('edits take the margin of the place', () => {
  const outer: Readonly<Record<string, (config: string) => readonly [path: string, text: string]>> = {
    'a ConfigMap': (config) => [
      'a.yaml',
      `kind: ConfigMap\napiVersion: v1\ndata:\n  config: |\n${lines(config, '    ')}  z: 1\n`,
    ],
    'a last block': (config) => [
      'a.yaml',
      `kind: ConfigMap\napiVersion: v1\ndata:\n  config: |\n${lines(config, '    ')}`,
    ],
    'a here-document': (config) => ['a.sh', `cat > ~/.aws/config <<-EOF\n${lines(config, '\t')}\tEOF\n`],
    'a here-string': (config) => ['a.ps1', `Set-Content -Path ~/.aws/config -Value @'\n${config}'@\n`],
    'user data': (config) => [
      'a.tf',
      `resource "aws_instance" "a" {\n  user_data = <<-X\n    #!/bin/sh\n    cat > .aws/config <<EOF\n${lines(config, '    ')}    EOF\n  X\n}\n`,
    ],
  }

  test.each(Object.entries(outer))('%s: a line added, a line removed', async (_, make) => {
    const [path, text] = make(`[default]\nregion = eu-west-1\n${MODE}\n[profile b]\noutput = json\n`)
    const unit = await unitOf(path, text)
    const {entry, scope} = unit.settings.find(({name}) => name === 'region')!
    const last = unit.parsed.entries.find(({key}) => key === 'output')!

    const added = edited(text, unit.parsed.add(scope, 'use_fips_endpoint', 'false', entry))
    const addedLast = edited(text, unit.parsed.add(last.scope, 'region', 'eu-west-1', last))
    const removed = edited(text, unit.parsed.remove(entry))

    expect(added).toBe(
      make(`[default]\nregion = eu-west-1\nuse_fips_endpoint = false\n${MODE}\n[profile b]\noutput = json\n`)[1],
    )
    expect(addedLast).toBe(
      make(`[default]\nregion = eu-west-1\n${MODE}\n[profile b]\noutput = json\nregion = eu-west-1\n`)[1],
    )
    expect(removed).toBe(make(`[default]\n${MODE}\n[profile b]\noutput = json\n`)[1])
  })

  test.each(['', '  ', '    '])('a line before an empty one (%j)', async (empty) => {
    const make = (more: string): string =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  app.env: |\n    AWS_REGION=eu-west-1\n${more}${empty}\n    A=1\n`
    const {parsed} = await unitOf('a.yaml', make(''))
    const entry = parsed.entries.find(({key}) => key === 'AWS_REGION')!

    expect(edited(make(''), parsed.add(entry.scope, 'B', '2', entry))).toBe(make('    B=2\n'))
  })

  test('line ends stay, in what is changed and in what is added', async () => {
    const text = 'cat > ~/.aws/config <<EOF\r\n[default]\r\nregion = eu-west-1\r\nEOF\r\n'
    const {parsed} = await unitOf('a.sh', text)
    const entry = parsed.entries.find(({key}) => key === 'region')!

    expect(edited(text, parsed.setValue(entry, 'x'))).toBe(text.replace('eu-west-1', 'x'))
    expect(edited(text, parsed.add(entry.scope, 'output', 'json', entry))).toBe(
      text.replace('eu-west-1\r\n', 'eu-west-1\r\noutput = json\r\n'),
    )
  })

  const word = fc.stringMatching(/^[a-z0-9:/._-]{1,12}$/)
  test.each(Object.entries(outer))('%s: any value', async (_, make) => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, {minLength: 1, maxLength: 4}), fc.nat(), word, async (values, pick, value) => {
        const config = `[default]\n${values.map((each, index) => `k${index} = ${each}\n`).join('')}region = eu-west-1\n`
        const [path, text] = make(config)
        const {parsed} = await unitOf(path, text)
        const own = parsed.entries.filter(({surface}) => surface === 'ini')
        const index = pick % own.length
        const after = await unitOf(path, edited(text, parsed.setValue(own[index]!, value))!)
        const facts = ({key, value: each}: Entry): string => `${key}=${each}`
        expect(after.parsed.entries.filter(({surface}) => surface === 'ini').map(facts)).toEqual(
          own.map((entry, at) => (at === index ? `${entry.key}=${value}` : facts(entry))),
        )
      }),
      {numRuns: 30},
    )
  })
})
