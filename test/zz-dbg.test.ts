import {test} from 'vitest'
import {run, applied} from './fix-safety/run.js'
test('x', async () => {
  for (const [path, text] of [
    ['.aws/config', '[default]\nregion = eu-west-1\nsts_regional_endpoints = legacy # on purpose\n'],
    ['.github/workflows/ci.yml', 'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          # stslint-disable-next-line aws/legacy-setting -- x\n          export AWS_STS_REGIONAL_ENDPOINTS=legacy\n# stslint-disable aws/legacy-setting -- y\n  b:\n    env: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n    steps: []\n# stslint-enable\n  c:\n    env: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n    steps: []\n'],
  ] as const) {
    const tree: any = new Map([[path, text]])
    const found = await run(tree, [])
    for (const r of found.report.results) for (const d of r.diagnostics) console.log(d.range.start, d.rule, d.severity, r.text.slice(d.range.start, d.range.end), JSON.stringify(d.fix?.title), d.fix?.applicability, d.message)
    const safe = await run(tree, ['safe'])
    console.log('=====', path, '\n' + applied(tree, safe).get(path))
  }
  for (const n of [500, 1000, 2000]) {
    const big = Array.from({length: n}, (_, i) => `[profile p${i}]\n# note\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n`).join('')
    let t = performance.now(); await run(new Map([['.aws/config', big]]), []); console.log('profiles', n, Math.round(performance.now() - t))
    const services = Array.from({length: n}, (_, i) => `[profile p${i}]\nservices = s${i}\nregion = eu-west-1\n[services s${i}]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n`).join('')
    t = performance.now(); await run(new Map([['.aws/config', services]]), []); console.log('services', n, Math.round(performance.now() - t))
    const big2 = Array.from({length: n}, (_, i) => `# note\nAWS_REGION=eu-west-1\nX${i}_STS_ENDPOINT=https://sts.amazonaws.com\n`).join('')
    t = performance.now(); await run(new Map([['.env', big2]]), []); console.log('env', n, Math.round(performance.now() - t))
    const hosts = 'NO_PROXY: x\nsts.amazonaws.com: 1\nspec:\n  egress:\n    - toFQDNs:\n' + Array.from({length: n}, (_, i) => `        - matchName: h${i}.amazonaws.com\n`).join('')
    t = performance.now(); await run(new Map([['np.yaml', 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n' + hosts]]), []); console.log('hosts', n, Math.round(performance.now() - t))
    const docker = 'FROM x\n' + Array.from({length: n}, (_, i) => `RUN AWS_REGION=eu-west-1 aws --endpoint-url https://sts.amazonaws.com sts get-caller-identity\n`).join('')
    t = performance.now(); await run(new Map([['Dockerfile', docker]]), []); console.log('docker', n, Math.round(performance.now() - t))
    const steps = 'on: push\njobs:\n  a:\n    steps:\n' + Array.from({length: n}, (_, i) => `      - uses: aws-actions/configure-aws-credentials@v4\n        with: {aws-region: eu-west-1, sts-endpoint: "https://sts.amazonaws.com"}\n`).join('')
    t = performance.now(); await run(new Map([['.github/workflows/a.yml', steps]]), []); console.log('steps', n, Math.round(performance.now() - t))
    const tf = Array.from({length: n}, (_, i) => `provider "aws" {\n  alias = "a${i}"\n  region = "eu-west-1"\n  endpoints {\n    sts = "https://sts.amazonaws.com"\n  }\n}\n`).join('')
    t = performance.now(); await run(new Map([['main.tf', tf]]), []); console.log('tf', n, Math.round(performance.now() - t))
    t = performance.now(); await run(new Map([['main.tf', tf]]), ['safe']); console.log('tf fix', n, Math.round(performance.now() - t))
  }
}, 400000)
