import {CHAIN, NO_ANSWER, OUTCOMES, type Outcome} from './outcomes.js'

/**
 * Alibaba Cloud's rows, before those that both share. Codes: Alibaba Cloud, "STS error codes" and "Common error codes"; their
 * shape was seen in runs of @alicloud/sts20150401. The fifteen minutes of `clock`: Alibaba Cloud's developer community, questions 9487
 * and 128316 on InvalidTimeStamp.Expired. Codes of AssumeRoleWithOIDC were not seen: any that speaks of OIDC is taken for the token's.
 */
export const ALIYUN_OUTCOMES: readonly Outcome[] = [
  {
    id: 'sign-in-unreachable',
    when: {step: 'credentials', signInHost: /./},
    says: 'the credentials of {{credentials}} come from {{signInHost}}, which gives none here ({{signInCode}})',
    next: 'have {{signInHost}} allowed by the proxy or firewall, or sign in again; it says nothing about STS',
  },
  {
    id: 'sso-expired',
    when: {name: 'CloudSsoExpired'},
    says: 'the sign-in of {{credentials}} has expired',
    next: 'aliyun configure --mode CloudSSO{{profileFlag|}}',
  },
  {
    id: 'token-file',
    when: {step: 'credentials', code: ['ENOENT', 'EACCES', 'EISDIR']},
    says: 'the OIDC token file of {{credentials}} cannot be read',
    next: 'correct oidc_token_file or ALIBABA_CLOUD_OIDC_TOKEN_FILE',
  },
  {
    id: 'web-identity',
    when: {step: 'credentials', name: /OIDC/i},
    says: 'STS does not accept the OIDC token of {{credentials}} ({{name}})',
    next: 'check the OIDC provider in RAM, its client ids and fingerprints, and that the token is not over',
  },
  {
    id: 'no-answer-vpc',
    when: {code: [...NO_ANSWER, 'ENOTFOUND'], reach: 'vpc', phase: ['dns', 'tcp', 'tls', null]},
    says: '{{host}} does not answer from here: it exists inside of VPCs of its Region only',
    next: 'call it from a VPC of that Region, or use {{regional|the public host of the Region}}',
  },
  {
    id: 'no-answer',
    when: {code: NO_ANSWER, reach: ['regional', 'central'], step: ['tls', 'identity', 'credentials']},
    says: '{{host}} does not answer from here ({{limit}})',
    next: 'from a VPC without a way out, use its sts-vpc host; elsewhere let the firewall or proxy pass {{host}}',
  },
  {
    id: 'host-not-found',
    when: {code: 'ENOTFOUND'},
    says: '{{host}} does not exist for this resolver',
    next: 'correct the host or the Region: some Regions have no STS host of their own; if it is right, set HTTPS_PROXY',
  },
  {
    id: 'proxy-refused',
    when: {phase: 'proxy', http: [400, 401, 403, 404, 405, 502, 503, 504]},
    says: 'the proxy {{proxy}} refuses to connect to {{host}} (HTTP {{http}})',
    next: 'have the proxy allow {{host}}: a list with only sts.aliyuncs.com does not cover the hosts of Regions',
  },
  {
    id: 'unreachable',
    when: {code: ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']},
    says: 'this machine has no route to {{host}} ({{code}})',
    next: 'check the network; from a VPC without a way out, use its sts-vpc host or a proxy (HTTPS_PROXY)',
  },
  {
    id: 'tls-chain',
    when: {code: CHAIN},
    says: 'the certificate of {{host}} is not from an authority that is trusted here ({{code}})',
    next: 'if a proxy of yours intercepts TLS, name its current CA file in NODE_EXTRA_CA_CERTS',
  },
  {
    id: 'tls-dates',
    when: {code: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']},
    says: 'the certificate of {{host}} is not valid today ({{code}})',
    next: "check this machine's clock; if it is right, what answers there is not Alibaba Cloud",
  },
  {
    id: 'no-credentials',
    when: {name: 'NoCredentials'},
    says: '{{credentials}} has no Alibaba Cloud credentials that can be used here ({{message}})',
    next: 'give it a key pair or a session (aliyun configure, ALIBABA_CLOUD_ACCESS_KEY_ID), or prove reachability alone with --level tls',
    isUnproved: true,
  },
  {
    id: 'no-role',
    when: {name: 'NoRole'},
    says: '{{credentials}} assumes no role, so that nothing was there to prove for --assume-role',
    next: 'leave --assume-role out, or name a profile with ram_role_arn',
    isUnproved: true,
  },
  {
    id: 'key-unknown',
    when: {name: /^InvalidAccessKeyId\.Inactive/},
    says: 'the AccessKey of {{credentials}} is disabled',
    next: 'enable it in RAM, or make a new one',
  },
  {
    id: 'key-unknown',
    when: {name: /^InvalidAccessKeyId/},
    says: '{{host}} does not know the AccessKey of {{credentials}}',
    next: 'look it up in RAM: it is deleted, or a character is missing',
  },
  {
    id: 'wrong-secret',
    when: {name: /^(?:SignatureDoesNotMatch|IncompleteSignature)/},
    says: 'the AccessKey Secret of {{credentials}} does not belong to its AccessKey ID',
    next: 'copy both again from where they were made; a cut or quoted character is enough',
  },
  {
    id: 'expired',
    when: {name: /^InvalidSecurityToken\.Expired/},
    says: 'the session of {{credentials}} has expired',
    next: 'get a new one, or take the old one out of the environment (ALIBABA_CLOUD_SECURITY_TOKEN)',
  },
  {
    id: 'token',
    when: {name: /^(?:InvalidSecurityToken|MissingSecurityToken)/},
    says: 'the security token of {{credentials}} does not fit its AccessKey ({{name}})',
    next: 'an AccessKey ID that begins with STS. needs the token it came with, and no other key has one: copy all three again',
  },
  {
    id: 'clock',
    when: {name: /^InvalidTimeStamp/},
    says: "this machine's clock is off: {{ahead|the request was too old or too new}}",
    next: 'set the clock (NTP); Alibaba Cloud accepts fifteen minutes',
  },
  {
    id: 'root-assumes',
    when: {name: /^NoPermission/, message: /root accounts/i},
    says: 'the AccessKey of {{credentials}} is an account’s own, and those assume no roles',
    next: 'use the AccessKey of a RAM user with AliyunSTSAssumeRoleAccess',
  },
  {
    id: 'role-denied',
    when: {name: /^NoPermission/, step: 'credentials'},
    says: 'the role of {{credentials}} may not be assumed: {{message}}',
    next: 'allow it in the trust policy of the role, and give the caller AliyunSTSAssumeRoleAccess',
  },
  {
    id: 'throttled',
    when: {name: /^Throttling/},
    says: 'STS throttled the call {{attempts}} times',
    next: 'wait and try again, with fewer at once (--concurrency)',
  },
  {
    id: 'server-fault',
    when: {http: [500, 502, 503, 504]},
    says: 'STS at {{host}} failed {{attempts}} times (HTTP {{http}}, {{name}})',
    next: 'try again later, or use another Region',
  },
  {
    id: 'not-sts',
    when: {name: 'NotSts'},
    says: 'what answered for {{host}} is not STS (HTTP {{http}}, {{contentType|no content type}})',
    next: 'look for a proxy, sign-in page or firewall that answers in its place: set HTTPS_PROXY, or have {{host}} allowed',
  },
  {
    id: 'other',
    when: {step: ['credentials', 'identity'], phase: null, isAnswer: true},
    says: '{{host}} refuses the call: {{name}}: {{message}}',
    next: 'look the code up in the STS error codes of Alibaba Cloud',
  },
  ...OUTCOMES,
]
