import manifest from '../package.json' with {type: 'json'}

/** The build keeps only this field of the manifest. */
export const version: string = manifest.version
