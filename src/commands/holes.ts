/** A message with its holes named for a reader: `{{scope.region|the Region}}` reads `<region>`. */
export function nameHoles(template: string): string {
  return template.replace(/\{\{\s*(?:[\w-]+\.)*([\w-]+)[^}]*\}\}/g, '<$1>')
}
