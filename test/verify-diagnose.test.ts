import {expect, test} from 'vitest'
import {type Facts, outcomeOf} from '../src/verify/diagnose.js'

/** Codes and messages that no loopback server gives, since a spawned case each would say no more. */
test.each<{name: string; facts: Facts; id: string; next: RegExp}>([
  {
    name: 'an MFA code that is wrong or used',
    facts: {name: 'AccessDenied', message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. '},
    id: 'mfa-refused',
    next: /next code/,
  },
  {
    name: 'an MFA device of somebody else',
    facts: {
      name: 'AccessDenied',
      message:
        'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    },
    id: 'mfa-refused',
    next: /mfa_serial/,
  },
  {
    name: 'an OIDC token that is over',
    facts: {provider: 'aliyun', name: 'AuthenticationFail.OIDCToken.Expired'},
    id: 'web-identity',
    next: /file that is renewed/,
  },
  {
    name: 'an OIDC issuer with a new certificate',
    facts: {provider: 'aliyun', name: 'AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch'},
    id: 'web-identity',
    next: /fingerprints/,
  },
  {
    name: 'an OIDC token that is none',
    facts: {provider: 'aliyun', name: 'AuthenticationFail.OIDCToken.Invalid'},
    id: 'web-identity',
    next: /client ids/,
  },
  {
    name: 'a service that runs elsewhere',
    facts: {name: 'NoCredentials', runsElsewhere: true},
    id: 'no-credentials',
    next: /where its credentials are/,
  },
  {
    name: 'one of Alibaba Cloud that does',
    facts: {provider: 'aliyun', name: 'NoCredentials', runsElsewhere: true},
    id: 'no-credentials',
    next: /where its credentials are/,
  },
])('$name: $id', ({facts, id, next}) => {
  const outcome = outcomeOf({step: 'credentials', ...facts})
  expect(outcome).toMatchObject({id, next: expect.stringMatching(next)})
})
