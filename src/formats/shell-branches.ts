import type {AndOr, CompoundList, SyntaxNode} from 'unbash'
import type {Range} from '../model.js'
import type {Flow} from './shell-flow.js'
import type {Spliced} from './spliced.js'

/** The flow each child of a node runs in: that of the node, a branch of it, or a process of its own. */
export function flowsIn(node: SyntaxNode, flow: Flow, source: Spliced): (child: SyntaxNode) => Flow {
  const range = ({pos, end}: SyntaxNode): Range => source.tight(pos, end)
  const branches = (lists: readonly (CompoundList | undefined)[]): ((child: SyntaxNode) => Flow) => {
    const made = new Map(lists.map((list) => [list as SyntaxNode, list && flow.branch(range(list))]))
    return (child) => made.get(child) ?? flow
  }
  switch (node.type) {
    case 'If': {
      const made = [node.then, ...node.elif, node.else].map(
        (part) => [part as SyntaxNode, part && flow.branch(range(part))] as const,
      )
      const byPart = new Map(made)
      return (child) => byPart.get(child) ?? flow
    }
    case 'While':
    case 'For':
    case 'Select':
    case 'ArithmeticFor':
    case 'CaseItem':
      return branches([node.body])
    case 'AndOr':
      return chain(node, flow, range)
    case 'Pipeline':
      return node.commands.length > 1 ? (child) => flow.apart(range(child)) : () => flow
    case 'Statement':
      return node.background === true ? (child) => flow.apart(range(child)) : () => flow
    case 'Subshell':
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'Coproc':
    case 'Function':
      return (child) => flow.apart(range(child))
    default:
      return () => flow
  }
}

/** What follows `&&` runs where what stands before it has run; what follows `||` where it has failed. */
function chain(node: AndOr, flow: Flow, range: (node: SyntaxNode) => Range): (child: SyntaxNode) => Flow {
  const flows = new Map<SyntaxNode, Flow>()
  let now = flow
  node.commands.forEach((command, index) => {
    const before = node.commands[index - 1]
    if (before !== undefined && node.operators[index - 1] === '||') now = flow.branch(range(node))
    else if (before !== undefined && now === flow && !succeeds(before)) now = flow.branch(range(node))
    flows.set(command, now)
  })
  return (child) => flows.get(child) ?? flow
}

/** Assignments, and commands that end the script or the line when they fail. */
function succeeds(node: SyntaxNode): boolean {
  return (
    node.type === 'Command' &&
    (node.name === undefined || /^(?:export|declare|cd|set|source|\.|echo|unset|mkdir)$/.test(node.name.text))
  )
}
