import {expect, test} from 'vitest'
import {allRules} from '../src/builtin-all.js'
import {Parser} from '../src/check-parse.js'
import {detectFormat} from '../src/formats/detect.js'
import type {Entry} from '../src/model.js'

/** What a run over a tree does not read of a file, and what it reads all the same. */
const data = allRules()

async function entriesOf(path: string, text: string, isSparing: boolean): Promise<readonly Entry[]> {
  const file = {path, absolute: `/${path}`, format: detectFormat(path)!, kind: null}
  const [unit] = await new Parser(data, isSparing).parse([{file, text}])
  return unit!.parsed.entries
}

interface Case {
  readonly name: string
  readonly path: string
  readonly text: string
  /** Paths of what is passed over. */
  readonly passed: readonly string[]
}

test.each<Case>([
  {
    name: 'JSON: what stands beside a container with a variable of ours',
    path: 'task.json',
    text: '{"volumes": {"data": {"size": 1}}, "containerDefinitions": [{"name": "a", "environment": [{"name": "AWS_REGION", "value": "eu-west-1"}]}]}',
    passed: ['volumes.data.size'],
  },
  {
    name: 'JSON: items of a list but for the last, which shows how the list is written',
    path: 'list.json',
    text: '{"AWS_REGION": "eu-west-1", "all": [{"a": 1}, {"b": {"c": 2}}, {"d": 3}], "x": ["AWS_REGION", {"e": 4}, {"f": 5}]}',
    passed: ['all.0.a', 'all.1.b.c', 'all.2.d', 'x.1.e'],
  },
  {
    name: 'JSON: nothing below a key that is wanted, in a policy, or under what others look at',
    path: 'event.json',
    text: '{"AWS_REGION": "x", "stsEndpoint": {"a": {"b": 1}}, "Statement": [{"Effect": "Deny", "Condition": {"Bool": {"c": 2}}}, {"Effect": "Deny"}], "userIdentity": {"invokedBy": "d"}}',
    passed: [],
  },
  {
    name: 'JSON: a credential is taken down wherever it stands',
    path: 'secret.json',
    text: '{"AWS_REGION": "eu-west-1", "db": {"password": "made-up"}, "web": {"port": 80}}',
    passed: ['web.port'],
  },
  {
    name: 'JSON: with comments it is read as a whole',
    path: 'launch.json',
    text: '{"AWS_REGION": "eu-west-1", // why\n "web": {"port": 80}}',
    passed: [],
  },
  {
    name: 'YAML: blocks of a manifest, and items but for the last',
    path: 'deploy.yaml',
    text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  strategy:
    rollingUpdate:
      maxSurge: 1
  template:
    spec:
      containers:
        - name: first
          ports:
            - containerPort: 1
        - name: second
          env:
            - name: AWS_REGION
              value: eu-west-1
          resources:
            limits:
              memory: 1Gi

            # the last line
            requests:
              cpu: 1
      volumes:
      - name: one
        emptyDir: {}
      - name: two
        emptyDir: {}
`,
    passed: [
      'spec.strategy.rollingUpdate.maxSurge',
      'spec.template.spec.containers.0.name',
      'spec.template.spec.containers.0.ports.0.containerPort',
      'spec.template.spec.containers.1.resources.limits.memory',
      'spec.template.spec.containers.1.resources.requests.cpu',
      'spec.template.spec.volumes.0.name',
    ],
  },
  {
    name: 'YAML: with an anchor it is read as a whole',
    path: 'anchored.yaml',
    text: 'AWS_REGION: eu-west-1\nweb: &web\n  limits:\n    cpu: 1\nother:\n  <<: *web\n',
    passed: [],
  },
  {
    name: 'an env file: plain lines, but for the last',
    path: '.env',
    text: 'A=1\nAWS_REGION=eu-west-1\nB="two"\nC=$D\nE=3\nDB_TOKEN=made-up\nF=4\nG=5\n',
    passed: ['A', 'E', 'F'],
  },
])('$name', async ({path, text, passed}) => {
  const all = await entriesOf(path, text, false)
  const some = await entriesOf(path, text, true)
  const said = ({path: at, value, range, valueRange, scope}: Entry) => ({
    path: at.join('.'),
    value,
    range,
    valueRange,
    scope: scope.id,
  })
  expect(some.map(said)).toEqual(all.map(said).filter((entry) => !passed.includes(entry.path)))
  expect(all.map(said).filter((entry) => passed.includes(entry.path)).length).toBe(passed.length)
})
