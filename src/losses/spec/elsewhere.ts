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

function withSettings(name: string, settings: Assignments): string {
  let loss = name
  const [parameters, options, unknown] = [[] as string[], [] as string[], [] as string[]]
  for (const [key, words] of settings) {
    const values = words.map(unwrapped)
    const areNumbers = values.length > 0 && values.every((value) => NUMBER.test(value))
    const setting = SETTINGS[name]?.[key] ?? { parameter: key.replaceAll('_', '-') }
    if ('option' in setting) options.push(setting.option(areNumbers ? values.join(',') : null))
    else if ('parameter' in setting && isParameter(setting.loss ?? loss, setting.parameter)) {
      loss = setting.loss ?? loss
      parameters.push(`${setting.parameter}=${values.join(',')}`)
    } else unknown.push(`"${key}"`)
  }
  const spec = parameters.length > 0 ? `${loss}:${parameters.join(',')}` : loss
  const beside = options.length > 0 ? `${spec} with ${options.join(' ')}` : spec
  return unknown.length > 0 ? `${beside}, which has no ${unknown.join(' or ')}` : beside
}

/** `torch.tensor([0.5` is 0.5, in a list. */
function unwrapped(word: string): string {
  const from = Math.max(word.lastIndexOf('['), word.lastIndexOf('('))
  return word
    .slice(from + 1)
    .replaceAll(/[\])]/g, '')
    .trim()
}

const NUMBER = /^(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:e[-+]?\d{1,3})?$/i

function isParameter(loss: string, name: string): boolean {
  return LOSSES.some((one) => one.name === loss && Object.hasOwn(one.parameters, name))
}
