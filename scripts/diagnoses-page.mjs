/** docs/verify-diagnoses.md: the rows of src/verify/outcomes.ts, for people who look one up. */
export function diagnosesPage(outcomes, aliyunOutcomes) {
  return [
    '# Diagnoses of stslint verify and doctor',
    '',
    '<!-- Generated from src/verify/outcomes.ts and outcomes-aliyun.ts by `npm run generate`. -->',
    '',
    'By their id, which the JSON and JUnit reports carry. Several rows of one id differ in what is known.',
    '',
    ...sections('##', outcomes),
    '## Alibaba Cloud',
    '',
    'What is not here stands above.',
    '',
    ...sections('###', aliyunOutcomes),
  ].join('\n')
}

function sections(heading, outcomes) {
  const ids = [...new Set(outcomes.map(({id}) => id))]
  return ids.flatMap((id) =>
    section(
      `${heading} ${id}`,
      outcomes.filter((row) => row.id === id),
    ),
  )
}

function section(heading, rows) {
  const lines = rows.flatMap(({says, next}) => [`- ${named(says)}.`, `  Next: ${named(next)}.`])
  return [heading, '', ...lines, '']
}

/** `{{host}}` reads `HOST`. */
function named(template) {
  return template
    .replace(/\{\{(\w+)(?:\|[^}]*)?\}\}/g, (_, name) => `\`${name.replace(/[A-Z]/g, '_$&').toUpperCase()}\``)
    .replace(/``/g, '` `')
}
