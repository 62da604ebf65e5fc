/** So many files take a second: below, loading the module costs more than it saves. */
const MANY = 500

/**
 * V8 compiles again, with much effort, what has run for a while: of a run of one or two seconds that is a quarter of the processor's
 * time, and little of it is earned back. V8 11 (Node 20) reads at each tick how much code a function may run before
 * (src/execution/tiering-manager.cc); what is hot in a large tree is still compiled, later. Newer ones have other flags, gain
 * nothing by them, and complain of this one.
 */
export async function optimiseLate(files: number): Promise<void> {
  if (files < MANY || !process.versions.v8.startsWith('11.')) return
  const {setFlagsFromString} = await import('node:v8')
  setFlagsFromString('--interrupt-budget=1200000')
}
