/**
 * What ordinary files of a service repository look like. Each takes `{random, word, size, extra}` and gives a text of
 * about that size, valid in its syntax; `extra` is put in the middle of it. None of them has anything wrong.
 */

const fill = ({size, extra}, block, join = '') => {
  const parts = []
  let length = 0
  while (length < size || parts.length === 0) {
    const part = block(parts.length)
    parts.push(part)
    length += part.length + join.length
  }
  if (extra !== undefined) parts.splice(parts.length >> 1, 0, extra)
  return parts.join(join)
}

/** Files written by hand for one purpose do not grow as source does. */
const atMost = (context, size) => ({...context, size: Math.min(context.size, size)})

const sentence = ({random, word}) => Array.from({length: 4 + random.number(9)}, word).join(' ')
const name = ({word}) => `${word()}_${word()}`.toUpperCase()
const port = ({random}) => 1024 + random.number(8000)

/** One file in so many is about AWS, and says where. */
const states = (context, probability, text) => (context.random.chance(probability) ? text : '')

const indent = (text, by) => text.replace(/^(?=.)/gm, ' '.repeat(by))

export function source(context, {comment = '//', assign = 'const', end = ''} = {}) {
  const {random, word, extra} = context
  const aws = states(context, 0.03, `${comment} reads AWS_REGION and calls the endpoints of ${word()}\n`)
  return (
    aws +
    fill({...context, extra: extra && `${comment} ${extra}\n`}, () => {
      const id = `${word()}${random.number(1000)}`
      return [
        `${comment} ${sentence(context)}`,
        `${assign} ${id} = load("${word()}/${word()}", ${port(context)})${end}`,
        `check(${id}.${word()}, "${sentence(context)}")${end}`,
        '',
        '',
      ].join('\n')
    })
  )
}

export function prose(context) {
  return fill(context, (index) => `${index % 5 === 0 ? `## ${context.word()}\n\n` : ''}${sentence(context)}.\n\n`)
}

export function dotenv(context) {
  const aws = states(context, 0.2, 'AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n')
  return (
    aws +
    fill(
      atMost(context, 4_000),
      (index) =>
        `${index % 6 === 0 ? `# ${sentence(context)}\n` : ''}${name(context)}_${index}=${context.word()}-${port(context)}\n`,
    )
  )
}

export function dockerfile(context) {
  const aws = states(context, 0.08, 'ENV AWS_REGION=eu-west-1\n')
  return `FROM node:22-alpine AS build\nWORKDIR /app\n${aws}${fill(atMost(context, 6_000), () =>
    [
      `# ${sentence(context)}`,
      `ENV ${name(context)}=${context.word()}`,
      `RUN mkdir -p /srv/${context.word()} && touch /srv/${context.word()}/${port(context)}`,
      '',
    ].join('\n'),
  )}CMD ["node", "server.js"]\n`
}

export function kubernetes(context) {
  return fill(context, (index) => deployment(context, index === 0 ? awsVariable(context) : ''), '---\n')
}

function awsVariable(context) {
  return states(context, 0.05, '- {name: AWS_REGION, value: eu-west-1}\n')
}

/** Also what is planted in a manifest: a pod template with the variables given. */
export function deployment(context, variables) {
  const {word} = context
  const own = Array.from({length: 6}, () => `- name: ${name(context)}\n  value: "${sentence(context)}"\n`).join('')
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${word()}-${port(context)}
  labels: {app: ${word()}, tier: ${word()}}
spec:
  replicas: ${1 + context.random.number(5)}
  template:
    spec:
      containers:
        - name: ${word()}
          image: registry.example.com/${word()}/${word()}:1.${context.random.number(40)}
          ports: [{containerPort: ${port(context)}}]
          env:
${indent(variables + own, 12)}          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
`
}

export function roles(context) {
  return fill(
    context,
    () => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${context.word()}-${port(context)}
rules:
  - apiGroups: ['']
    resources: [services, endpoints, pods, ${context.word()}]
    verbs: [get, list, watch]
`,
    '---\n',
  )
}

/** A Helm template: YAML only once it is rendered. */
export function helm(context) {
  return fill(
    context,
    () => `{{- if .Values.${context.word()}.enabled }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "${context.word()}.fullname" . }}-${port(context)}
  labels:
    {{- include "${context.word()}.labels" . | nindent 4 }}
data:
  ${name(context)}: {{ .Values.${context.word()}.${context.word()} | quote }}
  note: "${sentence(context)}"
{{- end }}
`,
    '---\n',
  )
}

export function compose(context) {
  const aws = states(context, 0.1, 'AWS_REGION: eu-west-1\n')
  return `services:\n${fill(atMost(context, 12_000), (index) => service(context, index === 0 ? aws : ''))}`
}

export function service(context, variables) {
  return `  ${context.word()}-${context.random.number(1e6)}:
    image: registry.example.com/${context.word()}:1.${context.random.number(40)}
    ports: ["${port(context)}:${port(context)}"]
    environment:
${indent(`${variables}${name(context)}: ${context.word()}\n`, 6)}    command: ["serve", "${context.word()}"]
`
}

export function workflow(context) {
  const {word, random} = context
  const login = states(
    context,
    0.25,
    indent(
      `- uses: aws-actions/configure-aws-credentials@v4
  with:
    role-to-assume: arn:aws:iam::123456789012:role/${word()}
    aws-region: eu-west-1
    audience: sts.amazonaws.com
`,
      6,
    ),
  )
  return `name: ${word()}
on: [push]
${context.extra ?? ''}jobs:
${fill(
  {...atMost(context, 12_000), extra: undefined},
  (index) => `  ${word()}-${random.number(1e6)}:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
${index === 0 ? login : ''}      - run: npm run ${word()} -- --${word()}=${port(context)}
      - name: ${sentence(context)}
        run: |
          echo "${sentence(context)}"
`,
)}`
}

export function cloudformation(context) {
  return `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n${fill(atMost(context, 60_000), (index) => lambda(context, index, ''))}`
}

export function lambda(context, index, variables) {
  return `  Function${index}${context.random.number(1e6)}:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: ${context.word()}.handler
      Role: !GetAtt ${context.word()}Role.Arn
      Environment:
        Variables:
${indent(`${variables}${name(context)}: ${context.word()}\n`, 10)}`
}

export function json(context) {
  const {random, word, extra} = context
  const fields = states(context, 0.02, `  "endpoints": {"${word()}": "/${word()}"},\n`)
  return `{\n${fields}${extra === undefined ? '' : `  ${extra},\n`}${fill({...context, extra: undefined}, () => `  "${word()}${random.number(1e6)}": {"title": "${sentence(context)}", "size": ${port(context)}, "tags": ["${word()}"]}`, ',\n')}\n}\n`
}

export function policy(context) {
  return `{\n  "Version": "2012-10-17",\n  "Statement": [\n${fill(context, () => `    {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::${context.word()}-${port(context)}/*"}`, ',\n')}\n  ]\n}\n`
}

export function terraform(context) {
  const provider = states(context, 0.15, 'provider "aws" {\n  region = var.region\n}\n\n')
  return (
    provider +
    fill(
      atMost(context, 30_000),
      () => `resource "aws_s3_bucket" "${context.word()}_${context.random.number(1e6)}" {
  # ${sentence(context)}
  bucket = "${context.word()}-${port(context)}"
  tags = {
    Name  = "${context.word()}"
    Owner = var.${context.word()}
  }
}

`,
    )
  )
}

export function ini(context) {
  return fill(
    context,
    () => `[${context.word()} ${context.random.number(1e6)}]
; ${sentence(context)}
${context.word()} = ${port(context)}
`,
  )
}

export function toml(context) {
  return fill(
    context,
    () => `[${context.word()}.n${context.random.number(1e6)}]\n${context.word()} = "${sentence(context)}"\n`,
  )
}

export function properties(context) {
  return fill(context, () => `${context.word()}.${context.word()}=${sentence(context)}\n`)
}

export function xml(context) {
  return `<?xml version="1.0"?>\n<root>\n${fill(context, () => `  <item id="${port(context)}" kind="${context.word()}">${sentence(context)}</item>\n`)}</root>\n`
}

export function shell(context) {
  const aws = states(context, 0.1, 'export AWS_REGION=eu-west-1\n')
  return `#!/bin/sh\nset -eu\n${aws}${fill(context, () => `# ${sentence(context)}\n${context.word()}=${port(context)}\nif [ -n "$${context.word()}" ]; then echo "${sentence(context)}"; fi\n`)}`
}
