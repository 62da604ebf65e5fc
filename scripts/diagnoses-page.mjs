/** docs/verify-diagnoses.md: the rows of src/verify/outcomes.ts, for people who look one up. */
export function diagnosesPage(outcomes) {
  const ids = [...new Set(outcomes.map(({id}) => id))]
  return [
    '# Diagnoses of stslint verify',
    '',
    '<!-- Generated from src/verify/outcomes.ts by `npm run generate`. -->',
    '',
    'By their id, which the JSON and JUnit reports carry. Several rows of one id differ in what is known.',
    '',
    ...ids.flatMap((id) =>
      section(
        id,
        outcomes.filter((row) => row.id === id),
      ),
    ),
  ].join('\n')
}

function section(id, rows) {
  const lines = rows.flatMap(({says, next}) => [`- ${named(says)}.`, `  Next: ${named(next)}.`])
  return [`## ${id}`, '', ...lines, '']
}

/** `{{host}}` reads `HOST`. */
function named(template) {
  return template
    .replace(/\{\{(\w+)(?:\|[^}]*)?\}\}/g, (_, name) => `\`${name.replace(/[A-Z]/g, '_$&').toUpperCase()}\``)
    .replace(/``/g, '` `')
}
