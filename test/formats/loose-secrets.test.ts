import {expect, test} from 'vitest'
import {unitOf} from '../parsed.js'

/** What cannot be read, and comments, may be shown: no credential in them is. */
test.each([
  {path: 'mise.toml', text: '[env]\nAWS_SECRET_ACCESS_KEY = planted # x\n'},
  {path: 'mise.toml', text: '[env]\n# AWS_SECRET_ACCESS_KEY = "planted"\n'},
  {path: 'Jenkinsfile', text: "env {\n  AWS_SECRET_ACCESS_KEY = 'planted\n}\n"},
  {path: 'Jenkinsfile', text: "// AWS_SECRET_ACCESS_KEY = 'planted'\n"},
  {path: 'core-site.xml', text: '<a><p><name>fs.s3a.secret.key</name><value>planted<b></p></a>'},
  {path: 'core-site.xml', text: '<a><p><name>fs.s3a.secret.key</name>\n <value>planted</value></p></a>'},
  {path: 'core-site.xml', text: '<a><!-- <name>fs.s3a.secret.key</name><value>planted</value> --></a>'},
  {path: 'core-site.xml', text: '<a><!-- <add key="secretKey" value="planted"/> --></a>'},
  {path: 'core-site.xml', text: '<a><secretKey>planted<b></a>'},
  {path: 'a.json', text: '{"secretAccessKey": planted, "x": 1}'},
  {path: 'a.yaml', text: 'a: 1\n# secret_key: planted\n'},
  {path: 'main.tf', text: 'provider "aws" {\n  secret_key = planted planted\n}\n'},
])('$path: $text', async ({path, text}) => {
  const {parsed} = await unitOf(path, text)
  const at = text.indexOf('planted')
  expect(parsed.secrets.some(({start, end}) => start <= at && at + 'planted'.length <= end)).toBe(true)
})
