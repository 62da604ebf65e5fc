/** A message with its holes named: `{{scope.region}}` reads `<scope.region>`. */
export function nameHoles(template: string): string {
  return template.replace(/\{\{\s*([^}]+?)\s*\}\}/g, '<$1>')
}
