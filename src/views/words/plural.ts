import { formatCount } from './numbers.ts'

/** 1 row, 1,200 rows. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
