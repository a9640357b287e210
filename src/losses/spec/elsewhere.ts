/** What is meant by a loss that is written as Python calls it: `nn.BCEWithLogitsLoss(pos_weight=3)`. */
import { ALIASES, plainName, SAME, SETTINGS } from '../aliases.ts'
import { LOSSES } from '../index.ts'
import { SET_LOSSES } from '../set/index.ts'

/** A name, and the words of each setting beside it. */
export type Assignments = readonly (readonly [string, readonly string[]])[]

/** The loss here of another name, with the settings that it has elsewhere; null where there is none. */
export function adviseElsewhere(name: string, settings: Assignments): string | null {
  const plain = plainName(name)
  if (Object.hasOwn(ALIASES, plain)) return ALIASES[plain]
  const set = SET_LOSSES.find((one) => plainName(one.name) === plain)
  if (set) return `it is a loss of a whole set of samples: lossctl compare FILE --set ${set.name}`
  if (Object.hasOwn(SAME, plain)) return `it is ${withSettings(SAME[plain], settings)}`
  const same = LOSSES.find((one) => plainName(one.name) === plain)
  return same ? `did you mean ${withSettings(same.name, settings)}?` : null
}

/** No number has more characters about it. */
const LONGEST = 60

function withSettings(name: string, settings: Assignments): string {
  let loss = name
  const [parameters, options, unknown] = [[] as string[], [] as string[], [] as string[]]
  for (const [key, words] of settings) {
    const value = words.flatMap(numbersIn).join(',')
    const setting = SETTINGS[name]?.[key] ?? { parameter: key.replaceAll('_', '-') }
    if ('option' in setting && value !== '') options.push(setting.option(value))
    else if ('parameter' in setting && isParameter(setting.loss ?? loss, setting.parameter)) {
      loss = setting.loss ?? loss
      parameters.push(`${setting.parameter}=${words.join(',')}`)
    } else unknown.push(`"${key}"`)
  }
  const spec = parameters.length > 0 ? `${loss}:${parameters.join(',')}` : loss
  const beside = options.length > 0 ? `${spec} with ${options.join(' ')}` : spec
  return unknown.length > 0 ? `${beside}, which has no ${unknown.join(' or ')}` : beside
}

/** `torch.tensor([0.5` has one, 0.5. */
function numbersIn(word: string): readonly string[] {
  return word.slice(0, LONGEST).match(/(?<![\w.])\d+(\.\d*)?(e[-+]?\d+)?/g) ?? []
}

function isParameter(loss: string, name: string): boolean {
  return LOSSES.some((one) => one.name === loss && Object.hasOwn(one.parameters, name))
}
