import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  conditionHolds,
  coversAction,
  type PolicyCondition,
  type Statement,
  statementsOf,
} from '../../../src/providers/aws/policy.js'
import {unitOf} from '../../parsed.js'

async function statements(path: string, text: string): Promise<readonly Statement[]> {
  return [...statementsOf(await unitOf(path, text)).values()]
}

/** One statement with everything a rule asks for. */
const EXPECTED = {
  effect: 'Deny',
  actions: ['sts:assumerole', 'sts:get*'],
  exceptActions: [],
  principals: ['arn:aws:iam::111122223333:root'],
  conditions: [
    {operator: 'stringnotequals', key: 'aws:requestedregion', values: ['eu-west-1', null]},
    {operator: 'arnnotlike', key: 'aws:principalarn', values: ['arn:aws:iam::*:role/admin']},
  ],
}

const WRITTEN: readonly (readonly [name: string, path: string, text: string])[] = [
  [
    'JSON, with a placeholder of some template',
    'policy.json',
    `{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Deny", "Action": ["sts:AssumeRole", "sts:Get*"],
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Resource": "*", "Condition": {
        "StringNotEqualsIfExists": {"aws:RequestedRegion": ["eu-west-1", "\${region}"]},
        "ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/admin"}}}]}`,
  ],
  [
    'CloudFormation',
    'stack.yaml',
    `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          Effect: Deny
          Action: [sts:AssumeRole, 'sts:Get*']
          Principal: {AWS: 'arn:aws:iam::111122223333:root'}
          Condition:
            StringNotEquals: {aws:RequestedRegion: [eu-west-1, !Ref Other]}
            ArnNotLike: {aws:PrincipalArn: 'arn:aws:iam::*:role/admin'}
`,
  ],
  [
    "Terraform's own blocks, whatever their order",
    'iam.tf',
    `data "aws_iam_policy_document" "a" {
  statement {
    condition {
      values   = ["eu-west-1", var.other]
      test     = "ForAnyValue:StringNotEquals"
      variable = "aws:RequestedRegion"
    }
    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/admin"]
    }
    principals {
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
    effect  = "Deny"
    actions = ["sts:AssumeRole", "sts:Get*"]
  }
}
`,
  ],
  [
    'jsonencode',
    'iam.tf',
    `resource "aws_iam_role" "a" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Action    = ["sts:AssumeRole", "sts:Get*"]
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Condition = {
        StringNotEquals = { "aws:RequestedRegion" = ["eu-west-1", var.other] }
        ArnNotLike      = { "aws:PrincipalArn" = "arn:aws:iam::*:role/admin" }
      }
    }]
  })
}
`,
  ],
]

test.each(WRITTEN)('one statement, read from %s', async (_, path, text) => {
  const [statement, ...more] = await statements(path, text)
  const {scope, conditions, ...rest} = statement!
  expect(more).toEqual([])
  expect(scope.kind).toBe('statement')
  expect({...rest, principals: rest.principals.filter((name) => name.startsWith('arn:'))}).toEqual({
    effect: EXPECTED.effect,
    actions: EXPECTED.actions,
    exceptActions: EXPECTED.exceptActions,
    principals: EXPECTED.principals,
  })
  expect(conditions.map(({operator, key, values}) => ({operator, key, values}))).toEqual(EXPECTED.conditions)
})

test('statements keep their own, though their blocks share a path', async () => {
  const text = ['sts:AssumeRole', 'ec2:*', 'sts:*']
    .map((action) => `  statement {\n    actions = ["${action}"]\n  }\n`)
    .join('')
  const found = await statements('iam.tf', `data "aws_iam_policy_document" "a" {\n${text}}\n`)
  expect(found.map(({actions, effect}) => [effect, ...actions])).toEqual([
    ['Allow', 'sts:assumerole'],
    ['Allow', 'ec2:*'],
    ['Allow', 'sts:*'],
  ])
})

describe('what a statement is about', () => {
  const statement = (actions: Statement['actions'], exceptActions: Statement['actions'] = []): Statement => ({
    scope: null as never,
    effect: 'Allow',
    actions,
    exceptActions,
    principals: [],
    conditions: [],
  })
  test.each<[string, Statement, boolean | null]>([
    ['itself', statement(['sts:assumerole']), true],
    ['a pattern', statement(['sts:assume*']), true],
    ['everything', statement(['*']), true],
    ['another action', statement(['sts:assumerolewithsaml']), false],
    ['what is computed', statement(['ec2:*', null]), null],
    ['what is named beside what is computed', statement([null, 'sts:*']), true],
    ['all but another', statement([], ['iam:*']), true],
    ['all but this', statement([], ['iam:*', 'sts:*']), false],
    ['all but something computed', statement([], ['iam:*', null]), null],
  ])('%s', (_, given, expected) => {
    expect(coversAction(given, 'sts:AssumeRole')).toBe(expected)
  })
})

describe('whether a condition holds', () => {
  const condition = (operator: string, ...values: (string | null)[]): PolicyCondition => ({
    operator,
    key: 'aws:requestedregion',
    values,
    entries: [],
  })
  test.each<[string, PolicyCondition, boolean | null]>([
    ['equal', condition('stringequals', 'us-east-1'), true],
    ['one of them', condition('stringequals', 'eu-west-1', 'us-east-1'), true],
    ['a pattern', condition('stringlike', 'us-*'), true],
    ['a pattern is only text to equality', condition('stringequals', 'us-*'), false],
    ['not equal', condition('stringnotequals', 'eu-west-1'), true],
    ['none of them', condition('stringnotlike', 'eu-*', 'us-*'), false],
    ['something computed may be it', condition('stringequals', 'eu-west-1', null), null],
    ['something computed beside it', condition('stringnotequals', 'us-east-1', null), false],
    ['another operator', condition('null', 'true'), null],
    ['no value', condition('stringequals'), null],
  ])('%s', (_, given, expected) => {
    expect(conditionHolds(given, 'us-east-1')).toBe(expected)
  })

  test('its negation says the opposite', () => {
    const region = fc.constantFrom('us-east-1', 'eu-west-1', 'us-*', '*', null)
    fc.assert(
      fc.property(fc.array(region, {minLength: 1}), fc.constantFrom('equals', 'like'), (values, form) => {
        const yes = conditionHolds(condition(`string${form}`, ...values), 'us-east-1')
        const no = conditionHolds(condition(`stringnot${form}`, ...values), 'us-east-1')
        expect(no).toBe(yes === null ? null : !yes)
      }),
    )
  })
})
