import {expect, test} from 'vitest'
import {loadReporter} from '../../src/report/index.js'
import {diagnostic, fix, options, rangeOf, report, result, sample} from './reports.js'

const github = await loadReporter('github')

test('writes one workflow command for each finding', () => {
  expect(github(sample, options).split('\n')).toEqual([
    '::warning file=infra/.env,line=2,endLine=2,col=23,endColumn=48,title=aws/global-endpoint-url::' +
      'AWS_ENDPOINT_URL_STS pins STS to the global endpoint https://sts.amazonaws.com%0A' +
      'Use the STS endpoint of eu-west-1 (stslint --fix)',
    '::notice file=infra/.env,line=1,endLine=1,col=1,endColumn=21,title=aws/aws-region-vs-default-region::' +
      'Boto3 reads AWS_DEFAULT_REGION, which is not set here%0A' +
      'Set AWS_DEFAULT_REGION too (stslint --fix --unsafe-fixes)',
    '::error file=/srv/app/aws config,line=4,endLine=4,col=1,endColumn=32,title=aws/opt-in-region-with-global::' +
      'Tokens of the global endpoint do not work in the opt-in Region af-south-1',
    '',
  ])
})

test('escapes what the runner would read as syntax', () => {
  const text = 'a\nb\n'
  const found = diagnostic({start: 0, end: 1}, {message: '100% ::error::, a:b\r\nsecond'})
  expect(github(report([result('C:/a,b%/f\n', text, [found])]), options)).toBe(
    '::warning file=C%3A/a%2Cb%25/f%0A,line=1,endLine=1,col=1,endColumn=2,title=aws/global-endpoint-url::' +
      '100%25 ::error::, a:b%0D%0Asecond\n',
  )
})

test('gives no columns to a finding of several lines', () => {
  const text = 'a:\n  b\n'
  expect(github(report([result('f', text, [diagnostic(rangeOf(text, 'a:\n  b'))])]), options)).toBe(
    '::warning file=f,line=1,endLine=2,title=aws/global-endpoint-url::Something is wrong\n',
  )
})

test('hides credentials in the message and the fix', () => {
  const text = 'token=hunter2222\n'
  const found = diagnostic(rangeOf(text, 'token'), {message: 'hunter2222 is odd', fix: fix('Drop hunter2222', [])})
  const output = github(report([result('f', text, [found], {secrets: [rangeOf(text, 'hunter2222')]})]), options)
  expect(output).toContain('::*** is odd%0ADrop *** (stslint --fix)\n')
})

test('says nothing when nothing was found', () => {
  expect(github(report([]), options)).toBe('')
})
