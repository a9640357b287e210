/** What of node:process the parser of command lines looks at: nothing is printed, and nothing is set. */
export const argv: readonly string[] = []
export const env = {}
export const stdout = {}
export const stderr = {}
