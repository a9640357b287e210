import { InputError } from '../errors.ts'

/** The error for a saved sketch that is not what lossctl wrote. */
export function unsoundSketch(path: string, problem: string): InputError {
  return new InputError(path, problem, 'make it again with lossctl sketch', 'unsound-sketch')
}
