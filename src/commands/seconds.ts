import {Flags} from '@oclif/core'

/** A flag for a limit on time. */
export const seconds = (value: number, summary: string) =>
  Flags.integer({helpValue: 'SECONDS', default: value, min: 1, max: 3600, summary})
