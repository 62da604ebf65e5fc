/** A message with its holes named: `{{scope.region|no Region}}` reads `<scope.region>`. */
export function nameHoles(template: string): string {
  return template.replace(/\{\{\s*([\w.-]+)[^}]*\}\}/g, '<$1>')
}
