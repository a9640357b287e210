/** Whether a name may stand for several files. */
export function isPattern(name: string): boolean {
  return /[*?{[]/.test(name)
}
