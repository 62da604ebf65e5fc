import {test} from 'vitest'
import {readFileSync} from 'node:fs'
import {loadFormat, loadShell} from '/tmp/wt/clients3/src/formats/index.js'
import {detectFormat} from '/tmp/wt/clients3/src/formats/detect.js'
import {builtinRules} from '/tmp/wt/clients3/src/builtin.js'
test('x', async () => {
  for (const path of process.env.FILES!.split(' ')) {
  const text = readFileSync(path,'utf8')
  const {parse} = await loadFormat(detectFormat(path)!)
  const p = parse({path, text} as any, {kind:null, scopeRows: builtinRules().scopes, envNames: new Set(), readShell: await loadShell()})
  console.log(path)
  for (const s of p.scopes) console.log('SCOPE', s.kind, JSON.stringify(s.id), s.name, 'parent', s.parent?.id, JSON.stringify(s.links))
  for (const e of p.entries) console.log('E', e.surface, e.path.join('|'), '=', e.value, '@', e.scope.kind, JSON.stringify(e.scope.id))
  for (const c of p.commands) console.log('C', c.words.map(w=>w.value).join(' '), '@', JSON.stringify(c.scope.id))
  for (const c of p.embedded ?? []) console.log('EMB', c.path, JSON.stringify(c.text.slice(0,50)))
  }
})
