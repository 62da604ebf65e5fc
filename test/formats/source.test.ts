import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isOwnSource, languageOf} from '../../src/formats/source-files.js'
import {unitOf} from '../parsed.js'

/** Shapes of real programs, in our own words: what each states, as `name value`; nothing for what is none of a reader's business. */
const SHAPES: readonly (readonly [path: string, text: string, ...found: string[]])[] = [
  // Python
  [
    'a.py',
    `c = boto3.client('sts', endpoint_url='https://sts.amazonaws.com')`,
    'sts.client sts',
    'sts.endpoint https://sts.amazonaws.com',
  ],
  [
    'a.py',
    `c = session.client(\n    service_name="sts",\n    endpoint_url="https://sts.eu-west-1.amazonaws.com",\n)`,
    'sts.endpoint https://sts.eu-west-1.amazonaws.com',
  ],
  ['a.py', `c = boto3.Session(profile_name="x").client("sts", region_name="eu-west-1")`, 'region eu-west-1'],
  ['a.py', `self._sts = aws.client("sts", **kw, endpoint_url="https://sts.amazonaws.com")`],
  [
    'a.py',
    `c = boto3.client("sts", region_name=REGION, endpoint_url=f"https://sts.{REGION}.amazonaws.com")`,
    'sts.client sts',
    'region ?',
    'sts.endpoint ?',
  ],
  ['a.py', `c = boto3.client("s3", endpoint_url="https://sts.amazonaws.com")`],
  ['a.py', `"""Use boto3.client("sts", endpoint_url="https://sts.amazonaws.com")."""`],
  ['a.py', `# boto3.client("sts", endpoint_url="https://sts.amazonaws.com")`],
  ['a.py', `x = 'it''s'\nos.environ['AWS_STS_REGIONAL_ENDPOINTS'] = 'legacy'`, 'sts.mode legacy'],
  ['a.py', `os.environ.setdefault("AWS_STS_REGIONAL_ENDPOINTS", "regional")`, 'sts.mode regional'],
  ['a.py', `os.environ.update({"AWS_STS_REGIONAL_ENDPOINTS": "legacy"})`, 'sts.mode legacy'],
  ['a.py', `os.environ.get("AWS_STS_REGIONAL_ENDPOINTS", "legacy")`],
  ['a.py', `assert os.environ["AWS_STS_REGIONAL_ENDPOINTS"] == "legacy"`],
  ['a.py', `monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")`],
  ['a.py', `subprocess.run(args, env={**os.environ, "AWS_STS_REGIONAL_ENDPOINTS": "legacy"})`, 'sts.mode legacy'],
  ['a.py', `lambda_.Function(self, "fn", environment={"AWS_STS_REGIONAL_ENDPOINTS": "legacy"})`, 'sts.mode legacy'],
  ['a.py', `botocore_session.set_config_variable("sts_regional_endpoints", "regional")`, 'sts.mode regional'],
  ['a.py', `AUDIENCE = "sts.amazonaws.com"\nISSUER = "https://sts.amazonaws.com"`],
  ['a.py', `principal = iam.ServicePrincipal("sts.amazonaws.com")`],
  ['a.py', `token = jwt.decode(raw, audience="sts.amazonaws.com")`],
  ['a.py', `responses.add(responses.POST, "https://sts.amazonaws.com/", body="")`],
  ['a.py', `url_bases = [r"https?://sts\\.(.*)amazonaws\\.com"]`],
  [
    'a.py',
    `client = boto3.client("sts", endpoint_url="http://localhost:4566")`,
    'sts.client sts',
    'sts.endpoint http://localhost:4566',
  ],
  ['a.py', `r = requests.post("https://sts.amazonaws.com/", data=body)`, 'sts.endpoint https://sts.amazonaws.com/'],
  ['a.py', `r = requests.post("https://example.com/sts.amazonaws.com", data=body)`],
  ['a.py', `URL = "https://sts.{}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15".format(region)`],
  ['a.py', `params = {"url": f"https://sts.{region}.amazonaws.com/?Action=GetCallerIdentity"}`],
  [
    'a.py',
    `URL = "https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"`,
    'sts.endpoint https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15',
  ],
  [
    'a.py',
    `payload = {"iam_request_url": base64.b64encode(b"https://sts.amazonaws.com/")}`,
    'sts.endpoint https://sts.amazonaws.com/',
  ],
  // JavaScript and TypeScript
  [
    'a.ts',
    `new STSClient({region: 'eu-west-1', endpoint: 'https://sts.amazonaws.com'})`,
    'region eu-west-1',
    'sts.endpoint https://sts.amazonaws.com',
  ],
  ['a.ts', `new STSClient({...base, useGlobalEndpoint: true})`, 'client.use-global true'],
  ['a.ts', `new STSClient({region: process.env.AWS_REGION ?? 'eu-west-1'})`, 'region ?'],
  ['a.ts', 'new STSClient({endpoint: `https://sts.${region}.amazonaws.com`, region})', 'sts.endpoint ?', 'region ?'],
  ['a.ts', 'new STSClient({endpoint: `https://sts.amazonaws.com`})', 'sts.endpoint https://sts.amazonaws.com'],
  ['a.ts', `new STSClient({stsRegionalEndpoints: 'legacy'})`],
  [
    'a.ts',
    `const options: STSClientConfig = {\n  endpoint: 'https://sts.amazonaws.com',\n}`,
    'sts.endpoint https://sts.amazonaws.com',
  ],
  [
    'a.ts',
    `export class Stack { constructor() {\n  new AwsProvider(this, 'aws', {region: 'eu-west-1', stsRegion: 'eu-west-1', endpoints: [{sts: 'https://sts.amazonaws.com'}]})\n} }`,
    'region eu-west-1',
    'sts.region eu-west-1',
    'sts.endpoint https://sts.amazonaws.com',
  ],
  [
    'a.ts',
    `new eks.Cluster(this, 'c', {clusterHandlerEnvironment: {AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}})`,
    'sts.mode legacy',
  ],
  ['a.ts', `fn.addEnvironment('AWS_STS_REGIONAL_ENDPOINTS', 'legacy')`, 'sts.mode legacy'],
  ['a.ts', `new iam.WebIdentityPrincipal(arn, {StringEquals: {aud: 'sts.amazonaws.com'}})`],
  ['a.ts', `nock('https://sts.amazonaws.com').post('/').reply(200, xml)`],
  ['a.tsx', `const Help = () => <p>Don't set endpoint: 'https://sts.amazonaws.com' here</p>`],
  [
    'a.js',
    `const sts = new AWS.STS({apiVersion: '2011-06-15', endpoint: 'sts.amazonaws.com'})`,
    'sts.endpoint sts.amazonaws.com',
  ],
  ['a.js', `AWS.config.update({region: 'eu-west-1', stsRegionalEndpoints: 'legacy'})`, 'sts.mode legacy'],
  ['a.js', `AWS.config.stsRegionalEndpoints = 'regional'`, 'sts.mode regional'],
  ['a.js', `process.env.AWS_STS_REGIONAL_ENDPOINTS = 'legacy'`, 'sts.mode legacy'],
  ['a.js', `process.env.AWS_STS_REGIONAL_ENDPOINTS = process.env.MODE || 'legacy'`, 'sts.mode ?'],
  ['a.js', `if (process.env.AWS_STS_REGIONAL_ENDPOINTS === 'legacy') warn()`],
  ['a.js', `const quote = /['"]/g\nprocess.env['AWS_STS_REGIONAL_ENDPOINTS'] = "legacy";`, 'sts.mode legacy'],
  ['a.js', `var e = {"sts": {"endpoint": "sts.amazonaws.com", "globalEndpoint": true}}`],
  ['a.js', `const host = event.eventSource === 'sts.amazonaws.com'`],
  // Go
  ['a.go', `cfg := aws.Config{STSRegionalEndpoint: endpoints.LegacySTSEndpoint}`, 'sts.mode legacy'],
  [
    'a.go',
    `sess := session.Must(session.NewSession(aws.NewConfig().WithSTSRegionalEndpoint(endpoints.RegionalSTSEndpoint)))`,
    'sts.mode regional',
  ],
  ['a.go', `if cfg.STSRegionalEndpoint == endpoints.LegacySTSEndpoint {\n\treturn\n}`],
  [
    'a.go',
    `func f(cfg aws.Config) {\n\tc := sts.NewFromConfig(cfg, func(o *sts.Options) {\n\t\to.BaseEndpoint = aws.String("https://sts.amazonaws.com")\n\t\to.Region = region\n\t})\n}`,
    'sts.endpoint https://sts.amazonaws.com',
    'region ?',
  ],
  [
    'a.go',
    `o.EndpointResolver = sts.EndpointResolverFromURL("https://sts.amazonaws.com")`,
    'sts.endpoint https://sts.amazonaws.com',
  ],
  ['a.go', 'const help = `\nos.Setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")\n`'],
  ['a.go', `os.Setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")`, 'sts.mode legacy'],
  ['a.go', `t.Setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")`],
  [
    'a.go',
    `req, _ := http.NewRequest("POST", "https://sts.amazonaws.com/", body)`,
    'sts.endpoint https://sts.amazonaws.com/',
  ],
  ['a.go', `// Code generated by models. DO NOT EDIT.\n\nos.Setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")`],
  [
    'a.go',
    `"sts": service{PartitionEndpoint: "aws-global", Endpoints: endpoints{"aws-global": endpoint{Hostname: "sts.amazonaws.com"}}}`,
  ],
  // Java, Kotlin
  [
    'A.java',
    `StsClient c = StsClient.builder()\n  .region(Region.EU_WEST_1)\n  .endpointOverride(URI.create("https://sts.amazonaws.com"))\n  .build();`,
    'region eu-west-1',
    'sts.endpoint https://sts.amazonaws.com',
  ],
  [
    'A.java',
    `StsClient.builder().region(Region.of(region)).endpointOverride(uri).build();`,
    'region ?',
    'sts.endpoint ?',
  ],
  [
    'A.java',
    `builder.withEndpointConfiguration(new EndpointConfiguration("sts.amazonaws.com", "us-east-1"));`,
    'sts.endpoint sts.amazonaws.com',
    'region us-east-1',
  ],
  ['A.java', `builder.withEndpointConfiguration(new EndpointConfiguration("s3.amazonaws.com", "us-east-1"));`],
  ['A.java', `/* sts.setEndpoint("sts.amazonaws.com") */ assertEquals("sts.amazonaws.com", host);`],
  [
    'a.kt',
    `val c = StsClient {\n  region = "eu-west-1"\n  endpointUrl = Url.parse("https://sts.amazonaws.com")\n}`,
    'region eu-west-1',
    'sts.endpoint https://sts.amazonaws.com',
  ],
  // Ruby, PHP, C#, R
  [
    'a.rb',
    `Aws::STS::Client.new(region: 'eu-west-1', sts_regional_endpoints: 'legacy')`,
    'region eu-west-1',
    'sts.mode legacy',
  ],
  ['a.rb', `Aws.config.update(:sts_regional_endpoints => 'legacy')`, 'sts.mode legacy'],
  ['a.rb', `ENV['AWS_STS_REGIONAL_ENDPOINTS'] = 'legacy' # it's old`, 'sts.mode legacy'],
  ['a.rb', `text = <<~HELP\n  ENV['AWS_STS_REGIONAL_ENDPOINTS'] = 'legacy'\nHELP\nputs text`],
  [
    'a.php',
    `<?php $c = new StsClient(['region' => 'eu-west-1', 'endpoint' => 'https://sts.amazonaws.com', 'sts_regional_endpoints' => 'legacy']);`,
    'region eu-west-1',
    'sts.endpoint https://sts.amazonaws.com',
    'sts.mode legacy',
  ],
  ['a.php', `<?php $c = new StsClient(["endpoint" => "https://sts.$region.amazonaws.com"]);`, 'sts.endpoint ?'],
  ['a.php', `<?php putenv("AWS_STS_REGIONAL_ENDPOINTS=legacy");`, 'sts.mode legacy'],
  [
    'a.cs',
    `var c = new AmazonSecurityTokenServiceConfig { ServiceURL = "https://sts.amazonaws.com", RegionEndpoint = RegionEndpoint.USEast1 };`,
    'sts.endpoint https://sts.amazonaws.com',
    'region us-east-1',
  ],
  ['a.cs', `config.StsRegionalEndpoints = StsRegionalEndpointsValue.Legacy;`, 'sts.mode legacy'],
  [
    'a.cs',
    `var url = $"https://sts.{region}.amazonaws.com"; Environment.SetEnvironmentVariable("AWS_STS_REGIONAL_ENDPOINTS", "legacy");`,
    'sts.mode legacy',
  ],
  ['a.R', `Sys.setenv("AWS_STS_REGIONAL_ENDPOINTS" = "legacy")`, 'sts.mode legacy'],
]

test.each(SHAPES)('%s %s', async (path, text, ...found) => {
  const {settings, parsed} = await unitOf(path, text)
  const stated = settings.map(({name, entry}) => `${name} ${entry.value ?? '?'}`)

  expect(stated.sort()).toEqual(found.sort())
  for (const {entry} of settings) {
    const {start, end} = entry.valueRange
    // A constant stands for its value.
    const written = text.slice(start, end)
    expect(entry.value === null || written === entry.value || /^[\w.]+$/.test(written)).toBe(true)
    expect([parsed.setValue(entry, 'x'), parsed.remove(entry), parsed.rename(entry, 'x')]).toEqual([null, null, null])
  }
})

describe('any text', () => {
  const parts = [
    '"',
    "'",
    '`',
    '"""',
    '${',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '/',
    '\\',
    '\n',
    '#',
    '//',
    '/*',
    '<<~X',
    '=',
    ':',
    '=>',
    '.',
    ',',
    'new ',
    'func',
    'sts',
    'client',
    ' ',
    '1',
  ]
  test.each(['a.py', 'a.ts', 'a.go', 'A.java', 'a.kt', 'a.scala', 'a.rb', 'a.php', 'a.cs', 'a.r'])(
    '%s is read without a fault',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...parts), {maxLength: 60}), async (words) => {
          const text = words.join('')
          const {parsed} = await unitOf(path, text)
          for (const {range} of parsed.entries)
            expect(range.start >= 0 && range.end <= text.length && range.start <= range.end).toBe(true)
        }),
        {numRuns: 30},
      )
    },
  )

  test.each(['a.ts', 'a.py'])('%s nested as deep as nobody does is read in time', async (path) => {
    for (const part of ['(', '`${', 'a(', '{a:', '[', 'f"{']) await unitOf(path, `boto3 ${part.repeat(2000)}`)
  })
})

test.each([
  ['src/app.py', true],
  ['tests/app.py', false],
  ['src/test_app.py', false],
  ['app_test.go', false],
  ['vendor/x/app.go', false],
  ['node_modules/x/app.js', false],
  ['src/app.spec.ts', false],
  ['src/types.d.ts', false],
  ['src/test/java/A.java', false],
  ['src/main/java/LoginTest.java', false],
  ['src/main/java/Latest.java', true],
  ['README.md', false],
])('%s is a program of the tree: %s', (path, expected) => {
  expect(isOwnSource(path)).toBe(expected)
  expect(languageOf(path) === null).toBe(path === 'README.md')
})
