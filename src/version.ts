/** The version in package.json; a test holds the two together. */
export const VERSION = '0.2.0'

/**
 * Semantic versions of what is written for other programs. The first number is in the files, and rises when a field goes away
 * or changes its meaning; the second when fields come.
 */
export const FORMATS = {
  /** `--format json`, as `schemaVersion`. */
  json: '1.0.0',
  /** A saved sketch, and a baseline. */
  sketch: '2.0.0',
  /** The table of an engine. */
  table: '1.0.0',
} as const

/** Words that ask for it. */
export const VERSIONS = /^(-V|-v|--version|version)$/
