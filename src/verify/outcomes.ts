/**
 * What can go wrong, as rows: the first whose conditions all hold is the diagnosis. Codes and messages are those that
 * @aws-sdk/client-sts 3.1173.0 on Node 20 raised in runs; where a row rests on a document, it names it.
 */

/** A fact equals it, is one of it, or matches it. `null` is a fact that is not known. */
export type Condition = string | number | boolean | null | readonly (string | number | null)[] | RegExp

export interface Outcome {
  readonly id: string
  readonly when: Readonly<Record<string, Condition>>
  /** What happened; `{{fact}}` and `{{fact|words}}` are filled in. */
  readonly says: string
  readonly next: string
  /** There was nothing to sign with: no word about the endpoint. */
  readonly isUnproved?: true
  /** Before deciding: does another Region's endpoint know the credentials? Sets the fact `elsewhere`. */
  readonly asksElsewhere?: true
}

const KEY_UNKNOWN = ['InvalidClientTokenId', 'UnrecognizedClientException']
const WRONG_SIGNATURE = ['SignatureDoesNotMatch', 'InvalidSignatureException', 'IncompleteSignature']
const ACCESS_DENIED = ['AccessDenied', 'AccessDeniedException', 'VpceAccessDenied']
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']
export const CHAIN = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  // An authority of the same name with another key: an old file of one that was renewed.
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
]
const DNS_TROUBLE = ['EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'ESERVFAIL', 'ECONNREFUSED', 'TIMEOUT']
export const NO_ANSWER = ['TIMEOUT', 'ETIMEDOUT', 'TOTAL_TIMEOUT']

export const OUTCOMES: readonly Outcome[] = [
  // Before anything is called
  {
    id: 'no-endpoint',
    when: {step: 'resolve'},
    says: 'no STS endpoint can be made of the settings: {{message}}',
    next: 'state what is missing or wrong there; stslint resolve {{scopeFlags}} --why shows every setting that counts',
  },
  {
    id: 'ca-bundle',
    when: {code: 'CA_BUNDLE'},
    says: '{{message}}',
    next: 'correct AWS_CA_BUNDLE or ca_bundle: it must name a readable PEM file',
  },

  {
    id: 'proxy-invalid',
    when: {code: 'PROXY_INVALID'},
    says: '{{message}}',
    next: 'write it as http://HOST:PORT; a SOCKS proxy cannot be used',
  },
  {
    id: 'computed',
    when: {step: 'computed'},
    says: 'the endpoint is computed where this runs: {{message}}',
    next: 'verify it there, or set the variables it is made of and verify this shell',
    isUnproved: true,
  },

  // The way there
  {
    id: 'proxy-unreachable',
    when: {phase: 'proxy', http: null},
    says: 'the proxy {{proxy}} gives no connection to {{host}} ({{code}})',
    next: 'correct {{proxyVariable}}, or add {{host}} to NO_PROXY where it can be reached directly',
  },
  {
    id: 'proxy-login',
    when: {http: 407},
    says: 'the proxy {{proxy}} asks for a login (HTTP 407)',
    next: 'put the user and password into {{proxyVariable}}, or add {{host}} to NO_PROXY where it can be reached directly',
  },
  {
    id: 'proxy-refused',
    when: {phase: 'proxy'},
    says: 'the proxy {{proxy}} refuses to connect to {{host}} (HTTP {{http}})',
    next: 'have the proxy allow {{host}}: a list with only sts.amazonaws.com does not cover the Regional hosts',
  },
  {
    id: 'host-not-found',
    when: {code: 'ENOTFOUND', reach: 'vpce'},
    says: '{{host}} is not the name of a VPC endpoint',
    next: 'copy the DNS name from the VPC endpoint itself; names of deleted endpoints are gone',
  },
  {
    id: 'host-not-found',
    when: {code: 'ENOTFOUND', regionKnown: false},
    says: '{{host}} does not exist, and {{signingRegion}} is not a Region that stslint knows',
    next: 'correct the Region or the endpoint',
  },
  {
    id: 'host-not-found',
    when: {code: 'ENOTFOUND'},
    says: '{{host}} does not exist for this resolver',
    next: 'correct the host; if it is right, this machine has no DNS for public names: set HTTPS_PROXY, or use its VPC endpoint',
  },
  {
    id: 'dns-trouble',
    when: {phase: 'dns', code: DNS_TROUBLE},
    says: 'the DNS of this machine gave no answer for {{host}} ({{code}})',
    next: 'check the resolver and the network, then try again; behind a proxy, set HTTPS_PROXY',
  },
  {
    id: 'refused',
    when: {code: 'ECONNREFUSED'},
    says: 'nothing listens at {{host}}, port {{port}}',
    next: 'correct the endpoint and its port, or start what should listen there',
  },
  {
    id: 'unreachable',
    when: {code: ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']},
    says: 'this machine has no route to {{host}} ({{code}})',
    next: 'check the network; from a private subnet, use an STS VPC endpoint or a proxy (HTTPS_PROXY)',
  },
  {
    id: 'no-answer-global',
    when: {code: NO_ANSWER, reach: 'global', step: ['tls', 'identity', 'credentials', 'assume-role']},
    says: 'the global endpoint does not answer from here ({{limit}})',
    next: "use {{regional|the Region's own endpoint}}: an STS VPC endpoint answers for the Regional name only, so a private subnet has no route to sts.amazonaws.com",
  },
  {
    id: 'no-answer-vpce',
    when: {code: NO_ANSWER, reach: 'vpce', phase: ['tcp', 'tls', null]},
    says: 'the VPC endpoint {{host}} does not answer from here ({{limit}})',
    next: 'call it from its own VPC or a connected network, and let its security group accept port 443 from the caller',
  },
  {
    id: 'no-answer-private',
    when: {code: NO_ANSWER, addresses: 'private', step: ['tls', 'identity', 'credentials', 'assume-role']},
    says: '{{host}} is a VPC endpoint here (private addresses) and does not answer ({{limit}})',
    next: 'let the security group of the VPC endpoint accept port 443 from the caller',
  },
  {
    id: 'no-answer',
    when: {code: NO_ANSWER, reach: ['regional', 'fips', 'dualstack'], step: ['tls', 'identity', 'assume-role']},
    says: '{{host}} does not answer from here ({{limit}})',
    next: 'from a private subnet: make an STS VPC endpoint for {{signingRegion}} with private DNS; elsewhere let the firewall or proxy pass {{host}}',
  },
  {
    id: 'time-up',
    when: {code: ['TOTAL_TIMEOUT', 'ENDED'], step: 'credentials'},
    says: 'the credentials of {{credentials}} were not to be had in time ({{limit}})',
    next: 'run its credential_process or sign-in by hand to see what it waits for, or give --total-timeout more seconds',
  },
  {
    id: 'no-answer',
    when: {code: NO_ANSWER},
    says: '{{host}} does not answer ({{limit}})',
    next: 'check the endpoint and the network between; {{limitFlag}} waits longer',
  },
  {
    id: 'not-sts',
    when: {code: 'TOO_LONG'},
    says: 'what answers for {{host}} sends more than STS ever would',
    next: 'look for a proxy, sign-in page or firewall that answers in its place, or correct the endpoint',
  },
  {
    id: 'reset',
    when: {code: ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']},
    says: 'the connection to {{host}} was cut ({{code}})',
    next: 'look for a firewall or proxy that inspects TLS between here and {{host}}',
  },

  // TLS
  {
    id: 'no-tls',
    when: {code: 'NO_TLS'},
    says: '{{host}} is called by plain HTTP: nothing proves who answers, and everybody between can read along',
    next: 'write https:// in the endpoint',
  },
  {
    id: 'tls-name',
    when: {code: 'ERR_TLS_CERT_ALTNAME_INVALID', reach: 'vpce'},
    says: 'what answers at {{host}} has a certificate for another name',
    next: 'copy the DNS name from the VPC endpoint itself; a name of your own for it needs private DNS instead',
  },
  {
    id: 'tls-name',
    when: {code: 'ERR_TLS_CERT_ALTNAME_INVALID'},
    says: 'what answers at {{host}} has a certificate for another name',
    next: 'correct the host; if it is right, something between intercepts TLS, or DNS points to the wrong machine',
  },
  {
    id: 'tls-chain',
    when: {code: CHAIN},
    says: 'the certificate of {{host}} is not from an authority that is trusted here ({{code}})',
    next: 'if a proxy of yours intercepts TLS, name its current CA file in AWS_CA_BUNDLE (ca_bundle in the profile) or NODE_EXTRA_CA_CERTS',
  },
  {
    id: 'tls-dates',
    when: {code: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']},
    says: 'the certificate of {{host}} is not valid today ({{code}})',
    next: "check this machine's clock; if it is right, what answers there is not AWS",
  },
  {
    id: 'not-tls',
    when: {code: /^(?:EPROTO|ERR_SSL_|ERR_TLS_)/},
    says: 'what answers at {{host}}, port {{port}}, does not speak TLS as it should ({{code}})',
    next: 'correct the scheme and port of the endpoint, or the proxy between',
  },

  // Credentials
  {
    id: 'sign-in-unreachable',
    when: {step: 'credentials', signInHost: /./},
    says: 'the credentials of {{credentials}} come from {{signInHost}}, which gives no answer here ({{signInCode}})',
    next: 'have {{signInHost}} allowed by the proxy or firewall; it says nothing about STS',
  },
  {
    id: 'mfa',
    when: {step: 'credentials', message: /multi-factor/},
    says: 'the role of {{credentials}} asks for an MFA code, and nobody is there to give one',
    next: 'run stslint in a terminal, which asks for it, or get a session with your own tool and run it with its keys in the environment',
    isUnproved: true,
  },
  {
    id: 'sso-expired',
    when: {
      step: 'credentials',
      message: /sso session|sso login|session token not found|token is expired|refresh.*token/i,
    },
    says: 'the sign-in of {{credentials}} has expired',
    next: 'aws sso login{{profileFlag|}}',
  },
  {
    id: 'credential-process',
    when: {step: 'credentials', message: /credential_process|command failed/i},
    says: 'the credential_process of {{credentials}} failed',
    next: 'run it by hand; it must print JSON with Version 1, AccessKeyId and SecretAccessKey',
  },
  {
    id: 'profile-circle',
    when: {step: 'credentials', message: /detected a cycle/i},
    says: 'the profiles that {{credentials}} leads to form a circle',
    next: 'break it at one source_profile',
  },
  {
    id: 'no-credentials',
    when: {step: 'credentials', name: ['CredentialsProviderError', 'TokenProviderError', 'NoCredentials']},
    says: '{{credentials}} has no credentials that can be used here',
    next: 'give it some (aws configure, aws sso login), or prove reachability alone with --level tls',
    isUnproved: true,
  },
  {
    id: 'no-role',
    when: {name: 'NoRole'},
    says: '{{credentials}} assumes no role, so that nothing was there to prove for --assume-role',
    next: 'leave --assume-role out, or name a profile with role_arn',
    isUnproved: true,
  },
  {
    id: 'token-file',
    when: {step: 'credentials', code: ['ENOENT', 'EACCES', 'EISDIR']},
    says: 'the web identity token file of {{credentials}} cannot be read',
    next: 'correct web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE',
  },
  {
    id: 'web-identity',
    when: {
      name: ['InvalidIdentityToken', 'InvalidIdentityTokenException', 'IDPRejectedClaim', 'IDPCommunicationError'],
    },
    says: 'STS does not accept the web identity token of {{credentials}} ({{name}})',
    next: "check the identity provider in IAM, and that the token's audience is what it expects (usually sts.amazonaws.com, whatever the endpoint)",
  },
  {
    id: 'mfa-refused',
    when: {step: 'credentials', name: ACCESS_DENIED, message: /MultiFactorAuthentication failed/},
    says: 'STS does not accept the MFA code for {{credentials}}',
    next: 'try again with the next code of the device: each is good once',
  },
  {
    id: 'role-denied',
    when: {name: ACCESS_DENIED, step: ['credentials', 'assume-role']},
    says: 'the role of {{credentials}} may not be assumed: {{message}}',
    next: "allow it in the role's trust policy and the caller's policy; a VPC endpoint policy must allow sts:AssumeRole too",
  },

  // What STS answers
  {
    id: 'region-disabled',
    when: {name: ['RegionDisabledException', 'RegionDisabled']},
    says: 'STS is deactivated in {{signingRegion}} for this account',
    next: 'an administrator activates it: IAM, Account settings, Security Token Service; or use another Region',
  },
  {
    id: 'wrong-partition',
    when: {name: KEY_UNKNOWN, isOtherPartition: true},
    says: '{{host}} is in partition {{partition}}, and the role is in {{rolePartition}}',
    next: 'call STS in the partition of the role: its Region and endpoint must both be there',
  },
  {
    id: 'key-unknown-in-region',
    when: {name: KEY_UNKNOWN, regionClass: 'opt-in', elsewhere: null},
    says: 'STS in {{signingRegion}} does not know these credentials',
    next: 'check that the key is active and {{signingRegion}} is enabled for the account',
    asksElsewhere: true,
  },
  {
    id: 'region-not-enabled',
    when: {name: KEY_UNKNOWN, regionClass: 'opt-in', elsewhere: 'known', keyKind: 'session'},
    says: '{{signingRegion}} does not know this session, {{elsewhereHost}} does',
    next: 'enable {{signingRegion}} for the account; if it is, the session came from the global endpoint: get it from a Regional one (sts_regional_endpoints = regional)',
  },
  {
    id: 'region-not-enabled',
    when: {name: KEY_UNKNOWN, regionClass: 'opt-in', elsewhere: 'known'},
    says: 'the opt-in Region {{signingRegion}} is not enabled for this account: {{elsewhereHost}} knows the key',
    next: 'enable {{signingRegion}} (Account, AWS Regions), or use a Region that is enabled',
  },
  {
    id: 'key-unknown',
    when: {name: KEY_UNKNOWN, elsewhere: 'unknown'},
    says: 'neither {{host}} nor {{elsewhereHost}} knows the credentials of {{credentials}}',
    next: 'the key is deleted or inactive, or belongs to another partition than {{partition}}: look it up in IAM, and make a new one',
  },
  {
    id: 'key-unknown',
    when: {name: KEY_UNKNOWN, keyKind: 'session'},
    says: '{{host}} does not know the session of {{credentials}}',
    next: 'sign in again; if that does not help, the session is of another partition than {{partition|the endpoint}}',
  },
  {
    id: 'key-unknown',
    when: {name: KEY_UNKNOWN},
    says: '{{host}} does not know the access key of {{credentials}}',
    next: 'the key is deleted or inactive, or of another partition than {{partition|the endpoint}}: look it up in IAM',
  },
  {
    id: 'scope-mismatch',
    when: {name: WRONG_SIGNATURE, message: /scoped to a valid region|credential should be scoped/i},
    says: 'the request to {{host}} was signed for {{signingRegion}}: endpoint and Region disagree',
    next: 'let the Region of the endpoint and the configured Region be the same; the credentials are not the problem',
  },
  {
    id: 'clock',
    when: {name: WRONG_SIGNATURE, message: /signature expired|not yet current/i},
    says: "this machine's clock is off: {{ahead|the signature was too old or too new}}",
    next: 'set the clock (NTP); STS accepts five minutes',
  },
  {
    id: 'clock',
    when: {name: ['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']},
    says: "this machine's clock is off: {{ahead|the signature was too old or too new}}",
    next: 'set the clock (NTP); STS accepts five minutes',
  },
  {
    id: 'wrong-secret',
    when: {name: WRONG_SIGNATURE},
    says: 'the secret access key of {{credentials}} does not belong to its access key id',
    next: 'copy both again from where they were made; a cut or quoted character is enough',
  },
  {
    id: 'expired',
    when: {name: EXPIRED},
    says: 'the session of {{credentials}} has expired',
    next: 'sign in again, or take the old session out of the environment (AWS_SESSION_TOKEN)',
  },
  {
    id: 'unsigned',
    when: {name: 'MissingAuthenticationToken'},
    says: 'the request reached {{host}} without a signature',
    next: 'look for a proxy that removes the Authorization header; anonymous credentials cannot call STS',
  },
  {
    id: 'throttled',
    when: {name: ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded']},
    says: 'STS throttled the call {{attempts}} times',
    next: 'wait and try again, with fewer at once (--concurrency)',
  },
  {
    id: 'assume-root-global',
    when: {name: 'InvalidAction', reach: 'global'},
    says: 'the global endpoint does not know the operation: AssumeRoot exists on Regional endpoints only',
    next: 'use {{regional|a Regional endpoint}}',
  },
  {
    id: 'operation-unknown',
    when: {name: 'InvalidAction'},
    says: 'what answers at {{host}} does not know the operation',
    next: 'correct the endpoint: it is not STS, or an emulator without this operation',
  },
  {
    id: 'access-denied',
    when: {name: ACCESS_DENIED},
    says: '{{host}} refuses the call: {{message}}',
    next: 'no IAM policy can refuse GetCallerIdentity: let the policy of the VPC endpoint or the proxy allow it',
  },
  {
    id: 'not-sts',
    when: {isXml: false},
    says: 'what answered for {{host}} is not STS (HTTP {{http}}, {{contentType|no content type}})',
    next: 'look for a proxy, sign-in page or firewall that answers in its place: set HTTPS_PROXY, or have {{host}} allowed',
  },
  {
    id: 'server-fault',
    when: {http: [500, 502, 503, 504]},
    says: 'STS at {{host}} failed {{attempts}} times (HTTP {{http}}, {{name}})',
    next: 'try again later; the AWS Health Dashboard shows whether {{signingRegion}} has trouble',
  },
  {
    id: 'other',
    when: {},
    says: '{{host|the call}} failed: {{code}}: {{message}}',
    next: 'look the code up in the AWS STS API reference, common errors; --debug shows where it came from',
  },
]
