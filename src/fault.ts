const PLAIN: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  ENOENT: 'no such file',
  ENOTDIR: 'a part of its path is not a directory',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links form a loop',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EBUSY: 'it is in use',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the device failed',
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** A name that is not UTF-8 reaches us with marks for what it held, and leads nowhere. */
export function isLossy(path: string): boolean {
  return path.includes('\ufffd')
}

export const LOSSY = 'its name is not valid UTF-8 (rename it)'

/** What the system said, in words. */
export function describeFault(error: unknown, path = ''): string {
  const code = codeOf(error)
  if (code === 'ENOENT' && isLossy(path)) return LOSSY
  return (
    PLAIN[code] ?? (code === '' && error instanceof Error ? error.message : `the system says ${code || String(error)}`)
  )
}
