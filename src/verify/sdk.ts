export {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  getDefaultRoleAssumer,
  getDefaultRoleAssumerWithWebIdentity,
  STSClient,
} from '@aws-sdk/client-sts'
export {fromIni, fromNodeProviderChain} from '@aws-sdk/credential-providers'
export {NodeHttpHandler} from '@smithy/node-http-handler'
export {externalDataInterceptor} from '@smithy/shared-ini-file-loader'
