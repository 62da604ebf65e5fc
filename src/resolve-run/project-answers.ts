import type {Scope} from '../model.js'
import {once} from '../once.js'
import {readersOf} from '../scopes/readers.js'
import type {Unit} from '../scopes/view.js'
import {answersOf} from './answer.js'
import type {Scene} from './client-facts.js'
import type {SubjectContext} from './context.js'
import type {Answer, Seen, Subject} from './model.js'
import {subjectAt} from './subjects.js'

/** No parameter and no Region beside what the files say: a finding is about them. */
const STANCE = {params: {}, region: null}

/** The answers of one project, each worked out once. */
export class ProjectAnswers {
  readonly context: SubjectContext
  readonly #subjects = new Map<Scope, Subject | null>()
  readonly #answers = new Map<Subject, readonly Answer[]>()

  constructor(context: SubjectContext) {
    this.context = context
  }

  subject({unit, scope}: Seen): Subject | null {
    const known = this.#subjects.get(scope)
    if (known !== undefined) return known
    const found = subjectAt(unit, scope, this.context)
    this.#subjects.set(scope, found)
    return found
  }

  answersOf(subject: Subject): readonly Answer[] {
    const known = this.#answers.get(subject) ?? answersOf([subject], STANCE)
    this.#answers.set(subject, known)
    return known
  }

  at(seen: Seen): readonly Answer[] {
    const subject = this.subject(seen)
    return subject === null ? [] : this.answersOf(subject)
  }

  /** Of what only others read, or where no client is known itself, what those call. */
  all(unit: Unit, scope: Scope): readonly Answer[] {
    const own = this.at({unit, scope})
    return own.length > 0 ? own : this.#readers({unit, scope}).flatMap((subject) => this.answersOf(subject))
  }

  /** Nothing of it is worked out before it is asked for: most scopes have no finding, and few conditions are about clients. */
  scene(unit: Unit, scope: Scope): Scene {
    const [value = ''] = this.context.standIns
    const subjects = once(() => this.#subjectsFor({unit, scope}))
    const readers = once(() => this.#readers({unit, scope}))
    return {
      get subjects() {
        return subjects()
      },
      get readers() {
        return readers()
      },
      answersOf: (subject) => this.answersOf(subject),
      region: {value, source: 'default'},
    }
  }

  #subjectsFor(seen: Seen): readonly Subject[] {
    const own = this.subject(seen)
    return own === null ? this.#readers(seen) : [own]
  }

  #readers(seen: Seen): Subject[] {
    return this.readers(seen).flatMap((reader) => this.subject(reader) ?? [])
  }

  /** The scopes that read from this one: its variables or, of a services section, the profiles that name it. */
  readers({unit, scope}: Seen): readonly Seen[] {
    const {project} = this.context
    if (scope.kind !== 'services') return readersOf(project, scope)
    return project.users(unit, scope).map((user) => ({unit, scope: user}))
  }
}
