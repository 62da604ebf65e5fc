/** One warning with a safe fix: the Region is stated beside the global endpoint. */
export const fixable = 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n'
export const fixed = 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://sts.eu-west-1.amazonaws.com\n'

/** The same finding, and only the user can say which Region. */
export const regionless = 'AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n'

export const clean = 'AWS_REGION=eu-west-1\nLOG_LEVEL=debug\n'

export const rule = 'aws/global-endpoint-url'
