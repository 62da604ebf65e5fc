/** The part of docs/resolution.md about Alibaba Cloud: what rules/aliyun/clients.yaml knows of each client, for people. */
export function aliyunResolution({source, clients}, {centralHost, regions, centralRegions}) {
  const without = Object.keys(regions).filter((region) => regions[region].public === centralHost)
  return [
    '',
    '# Alibaba Cloud',
    '',
    '<!-- Generated from rules/aliyun/clients.yaml and hosts.yaml by `npm run generate`. -->',
    '',
    `An endpoint decides before Region and VPC flag; scheme and final slash are taken off. Without either the call goes to`,
    `\`${centralHost}\` or ends with an error. A host is made of the Region’s name, whether or not there is one: ${list(without)}`,
    `have none of their own, and neither have ${list(centralRegions)}. Evidence: ${source}.`,
    '',
    '| client | endpoint | Region for STS | VPC flag | without a Region | evidence |',
    '| --- | --- | --- | --- | --- | --- |',
    ...clients.map(line),
    '',
    'Exceptions:',
    '',
    ...clients.flatMap(exceptions),
    '',
    'Sources:',
    '',
    ...clients.map(({title, source: sources}) => `- ${title}: ${sources.join('; ')}`),
    '',
  ].join('\n')
}

function line({name, title, packages, endpoint, region, vpc, noRegion, rsaHost, file, verified}) {
  const brought = packages.map((pack) => `${pack.ecosystem} \`${pack.name}\``)
  const cells = [
    [`${title} \`${name}\``, ...brought].join('<br>'),
    places(endpoint, file),
    places(region, file),
    places(vpc, file),
    [
      noRegion === 'central' ? 'central host' : `error: ${noRegion}`,
      ...(rsaHost ? [`RSA key pair: \`${rsaHost}\``] : []),
    ].join('<br>'),
    verified,
  ]
  return `| ${cells.join(' | ')} |`
}

const FILES = {'aliyun-config': '`~/.aliyun/config.json`', 'ossutil-config': '`~/.ossutilconfig`'}

function places(read, file) {
  const words = read.map((place) =>
    'param' in place ? 'parameter' : 'env' in place ? `\`${place.env}\`` : `\`${place.key}\` in ${FILES[file]}`,
  )
  return words.length === 0 ? 'not read' : words.join(', ')
}

function exceptions({title, exceptions: own = {}, unknownRegion}) {
  const told = Object.entries(own).map(([region, host]) => `${region} \`${host}\``)
  const unknown = unknownRegion === 'central' ? ['a Region that it does not know: the central host'] : []
  return told.length + unknown.length === 0 ? [] : [`- ${title}: ${[...told, ...unknown].join('; ')}`]
}

function list(names) {
  return names.join(', ').replace(/, ([^,]*)$/, ' and $1')
}
