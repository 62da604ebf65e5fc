import type {Document, Problem, Wanted} from '../model.js'
import {blankDocuments, blankEntries} from './blank.js'
import {type Mask, maskTemplate} from './template-mask.js'
import type {Tree} from './tree.js'
import {createEdits} from './yaml-edits.js'
import {createReading, readDocument} from './yaml-nodes.js'
import {readPlain, type Stream} from './yaml-plain.js'
import {readStream} from './yaml-stream.js'

/** YAML text as a tree. Never throws: what cannot be read is a problem, and the rest is still there. */
export function readYaml(document: Document, wanted?: Wanted): Tree {
  const mask = maskTemplate(document.text)
  const text = mask?.text ?? document.text
  const read = wanted ? withoutRest(text, wanted) : text
  return toTree(document, mask, readPlain(read, wanted) ?? readStream(read))
}

export function toTree({text}: Document, mask: Mask | null, stream: Stream): Tree {
  const reading = createReading({text, mask})
  const roots = stream.documents.map(({contents, token}) => readDocument(reading, contents, token))
  const problems = mask ? [] : [...stream.problems, ...reading.problems].sort(byStart)
  return {
    roots,
    problems,
    comments: stream.comments,
    edits: createEdits({
      source: reading.source,
      origins: reading.origins,
      comments: stream.comments,
      anchors: stream.anchors,
      isUncertain: stream.problems.length + reading.problems.length > 0,
      hasLoneReturns: /\r(?!\n)/.test(text),
    }),
  }
}

function withoutRest(text: string, {pattern, maps}: Wanted): string {
  return blankEntries(blankDocuments(text, pattern), maps, pattern)
}

function byStart(a: Problem, b: Problem): number {
  return a.range.start - b.range.start
}
