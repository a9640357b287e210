/** A file of its own in the build: few checks have rules in YAML, and its parser is large. */
export { parse } from 'yaml'
