/** What of node:os the program asks for. */
export const devNull = '/dev/null'
export const tmpdir = () => 'this browser'
export const availableParallelism = () => 1
