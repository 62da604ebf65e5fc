/**
 * Keeps V8's young generation at the size it has: a scan of a tree makes much garbage and keeps little, and a generation
 * that grows to its full size costs more memory than all the trees read. Read at each collection (V8, src/heap/new-spaces.cc).
 * Not for small runs, where loading the module costs more than it saves.
 */
export async function keepHeapSmall(): Promise<void> {
  const {setFlagsFromString} = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}
