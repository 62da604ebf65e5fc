/** So many files take a second: below, loading the module costs more than it saves. */
const MANY = 500

/**
 * V8 prepares for hours of work, which a run of a second never earns back. Both flags are read anew each time the question
 * arises, so that they may change at any time, and say when something is done, not how.
 */
export async function tuneForManyFiles(files: number): Promise<void> {
  if (files < MANY) return
  const {setFlagsFromString} = await import('node:v8')
  // Much is made and little kept: a young generation that grows costs more memory, touched for the first time, than it saves
  // collections (V8, src/heap/new-spaces.cc).
  setFlagsFromString('--semi-space-growth-factor=1')
  // How much of a function's code runs before it is compiled again, with much effort, on the other core; what is hot in a large tree
  // still is, later (src/execution/tiering-manager.cc). V8 11 is that of Node 20; newer ones do not know the flag, and say so.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1200000')
}
