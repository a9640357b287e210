/** What stands for standard input on a command line, and what sentences call it. */
const STANDARD_INPUT = '-'

export function isStandardInput(path: string): boolean {
  return path === STANDARD_INPUT
}

/** A path as sentences name it. */
export function sayPath(path: string): string {
  return isStandardInput(path) ? 'standard input' : path
}
