/** Option values from text. Each throws a UsageError that says what it held and what to write instead. */
import { UsageError } from '../../errors.ts'

export function parseChoice<T extends string>(flag: string, choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text)
    if (choice === undefined) throw new UsageError(`${flag} ${text}: it is one of ${choices.join(', ')}`)
    return choice
  }
}

export function parseNumberIn(flag: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= min && value <= max)) {
      throw new UsageError(`${flag} ${text}: it is a number from ${min} to ${max}`)
    }
    return value
  }
}

export function parseCount(flag: string, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || text.trim() === '' || value < 0 || value > max) {
      throw new UsageError(`${flag} ${text}: it is a whole number from 0 to ${max}`)
    }
    return value
  }
}

export function parseThreads(text: string): number {
  const threads = parseCount('--threads', 256)(text)
  if (threads === 0) throw new UsageError('--threads 0: it takes at least one')
  return threads
}

export function parseNames(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}

/** For options that repeat. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** `balanced`, or one factor a class. */
export function parseClassWeight(text: string): readonly number[] | 'balanced' {
  if (text === 'balanced') return text
  return text.split(',').map(parseNumberIn('--class-weight', 0, Number.MAX_VALUE))
}
