import {describe, expect, test} from 'vitest'
import {hasAllProxyAlone, routeFor} from '../src/verify/route.js'

const secure = {host: 'sts.eu-west-1.amazonaws.com', port: 443, isSecure: true}
const plain = {host: 'sts.internal.example', port: 8080, isSecure: false}
const proxyOf = (env: Record<string, string>, place = secure): string | null =>
  routeFor('aws', env, null).proxyFor(place)?.href ?? null

/** What botocore 1.43.11 and curl 7.88.1 do, run against a proxy that writes down what it is asked. */
describe('which proxy', () => {
  test.each([
    {env: {HTTPS_PROXY: 'http://p:1'}, https: 'http://p:1/', http: null},
    {env: {https_proxy: 'http://p:1'}, https: 'http://p:1/', http: null},
    {env: {HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2'}, https: 'http://q:2/', http: null},
    {env: {HTTP_PROXY: 'http://p:1'}, https: null, http: 'http://p:1/'},
    {env: {http_proxy: 'http://p:1'}, https: null, http: 'http://p:1/'},
    {env: {HTTP_PROXY: 'http://p:1', REQUEST_METHOD: 'GET'}, https: null, http: null},
    {env: {http_proxy: 'http://p:1', REQUEST_METHOD: 'GET'}, https: null, http: 'http://p:1/'},
    {env: {ALL_PROXY: 'http://p:1', all_proxy: 'http://p:1'}, https: null, http: null},
    {env: {HTTPS_PROXY: 'p:1'}, https: 'http://p:1/', http: null},
    {env: {HTTPS_PROXY: '//p:1'}, https: 'http://p:1/', http: null},
    {env: {HTTPS_PROXY: ''}, https: null, http: null},
  ])('$env', ({env, https, http}) => {
    expect({https: proxyOf(env as never), http: proxyOf(env as never, plain)}).toEqual({https, http})
  })

  test.each(['socks5://p:1', 'http://', 'http://p:port'])('%s is none, and spoils only its own scheme', (text) => {
    expect(() => proxyOf({HTTPS_PROXY: text})).toThrow('HTTPS_PROXY is not the URL of an HTTP proxy')
    expect(proxyOf({HTTPS_PROXY: text}, plain)).toBe(null)
    expect(() => proxyOf({HTTP_PROXY: text}, plain)).toThrow('HTTP_PROXY is not')
  })

  test.each(['localhost', 'api.localhost', '127.0.0.1', '127.8.9.1', '::1'])('none for this machine: %s', (host) => {
    expect(proxyOf({HTTPS_PROXY: 'http://p:1'}, {...secure, host})).toBe(null)
  })

  test('ALL_PROXY by itself is said', () => {
    expect(hasAllProxyAlone({all_proxy: 'socks5://p:1'})).toBe(true)
    expect(hasAllProxyAlone({ALL_PROXY: 'x', HTTPS_PROXY: 'y'})).toBe(false)
  })
})

describe('NO_PROXY', () => {
  test.each([
    {rule: 'amazonaws.com', passes: true},
    {rule: '.amazonaws.com', passes: true},
    {rule: '*.amazonaws.com', passes: true},
    {rule: 'AmazonAWS.com', passes: true},
    {rule: 'sts.eu-west-1.amazonaws.com', passes: true},
    {rule: '.sts.eu-west-1.amazonaws.com', passes: true},
    {rule: 'sts.eu-west-1.amazonaws.com:443', passes: true},
    {rule: '.amazonaws.com:443', passes: true},
    {rule: 'sts.eu-west-1.amazonaws.com:8443', passes: false},
    {rule: '*', passes: true},
    {rule: 'a.example, *', passes: true},
    {rule: 'a.example,amazonaws.com', passes: true},
    {rule: 'a.example amazonaws.com', passes: true},
    {rule: 'zonaws.com', passes: false},
    {rule: 'amazonaws.com.evil.example', passes: false},
    {rule: '10.0.0.0/8', passes: false},
    {rule: ' , ', passes: false},
    {rule: '10.0.0.0/8', host: '10.1.2.3', passes: true},
    {rule: '10.0.0.0/8', host: '11.1.2.3', passes: false},
    {rule: '10.0.0.0/99', host: '10.1.2.3', passes: false},
    {rule: '10.1.2.3', host: '10.1.2.3', passes: true},
    {rule: '10.1.2.3:443', host: '10.1.2.3', passes: true},
    {rule: '2.3', host: '10.1.2.3', passes: false},
    {rule: 'fd00::/8', host: 'fd00::1', passes: true},
    {rule: 'fd00::1', host: 'fd00::1', passes: true},
    {rule: '[fd00::1]:443', host: 'fd00::1', passes: true},
    {rule: '[fd00::1]:80', host: 'fd00::1', passes: false},
    {rule: 'amazonaws.com', host: 'sts.amazonaws.com.', passes: true},
  ])('$rule: $host passes by the proxy: $passes', ({rule, host = secure.host, passes}) => {
    const env = {HTTPS_PROXY: 'http://p:1', NO_PROXY: rule}
    expect(proxyOf(env, {...secure, host})).toBe(passes ? null : 'http://p:1/')
    expect(routeFor('aws', env, null).isBypassed({...secure, host})).toBe(passes)
  })

  test('the lower-case spelling stands first', () => {
    expect(proxyOf({HTTPS_PROXY: 'http://p:1', NO_PROXY: '*', no_proxy: 'a.example'})).toBe('http://p:1/')
  })
})
