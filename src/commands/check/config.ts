/** Where the rules of a check come from when they are not on the command line. */
import { InputError, UsageError } from '../../errors.ts'
import { parseRuleLine, type Rule } from '../../questions/check/rules.ts'
import { readTextIfThere } from '../../sources/text.ts'
import { isStandardInput, sayPath } from '../../words/standard-input.ts'
import type { NamedFile } from '../refuse-overwriting.ts'

/** What a file may say. On the command line each of these has a flag, which wins. */
export interface CheckConfig {
  readonly rules: readonly Rule[]
  readonly losses?: readonly string[]
  readonly baseline?: string
  readonly by?: string
  readonly minSlice?: number
  readonly confidence?: number
  readonly threshold?: number
  readonly noise?: boolean
}

/** Looked for in the folder that lossctl runs in. */
const FILES = ['lossctl.config.json', 'lossctl.config.yaml', 'lossctl.config.yml']

const MANIFEST = 'package.json'

interface Kind {
  readonly words: string
  test(value: unknown): boolean
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const TEXT: Kind = { words: 'a text', test: isText }
const TEXTS: Kind = {
  words: 'a list of texts',
  test: (value) => Array.isArray(value) && value.every(isText),
}
const FLAG: Kind = { words: 'true or false', test: (value) => typeof value === 'boolean' }
const within = (min: number, max: number): Kind => ({
  words: `a number from ${min} to ${max}`,
  test: (value) => typeof value === 'number' && value >= min && value <= max,
})

/** With the bounds that the flags have: a confidence of 95 would be a gate that never fires. */
const KINDS: Readonly<Record<keyof CheckConfig, Kind>> = {
  rules: TEXTS,
  losses: TEXTS,
  baseline: TEXT,
  by: TEXT,
  minSlice: {
    words: 'a whole number from 0 to 1000000000',
    test: (value) => Number.isInteger(value) && within(0, 1e9).test(value),
  },
  confidence: within(0.5, 1 - 1e-9),
  threshold: within(1e-9, 1 - 1e-9),
  noise: FLAG,
}

/** The configuration of a named file, or of the one that is there; no rules when there is none. */
export async function readConfig(named: string | undefined): Promise<CheckConfig> {
  if (named !== undefined) {
    const text = await readTextIfThere(named)
    if (text === null) throw new InputError(named, 'there is no such file', 'check the path of --config')
    return readFrom(named, text)
  }
  const found: (readonly [path: string, text: string])[] = []
  for (const path of FILES) {
    const text = await readTextIfThere(path)
    if (text !== null) found.push([path, text])
  }
  if (found.length > 1)
    throw new UsageError(
      `there are ${found.map(([path]) => path).join(' and ')}`,
      'keep one, or say which with --config',
    )
  return found.length === 1 ? readFrom(...found[0]) : readManifest()
}

/** What a check reads that its command line does not name: configurations, and the baseline that one of them names. */
export function configInputs(named: string | undefined, baseline: string | undefined): readonly NamedFile[] {
  const searched = named === undefined ? [...FILES, MANIFEST] : []
  return [
    ...searched.map((path) => ({ key: 'config', words: path, path })),
    ...(baseline === undefined ? [] : [{ key: 'baseline', words: baseline, path: baseline }]),
  ]
}

/** What stands under "lossctl" in package.json, which many folders have that lossctl has nothing to do with. */
async function readManifest(): Promise<CheckConfig> {
  const text = await readTextIfThere(MANIFEST)
  if (text === null || !text.includes('"lossctl"')) return { rules: [] }
  const manifest = await parseJson(MANIFEST, text)
  const own = isObject(manifest) ? manifest.lossctl : undefined
  return own === undefined ? { rules: [] } : check('package.json, "lossctl"', own)
}

async function readFrom(path: string, text: string): Promise<CheckConfig> {
  const name = sayPath(path)
  // JSON is YAML too, and a pipe has no name that says which it is.
  const isYaml = isStandardInput(path) || /\.ya?ml$/i.test(path)
  return check(name, await (isYaml ? parseYaml(name, text) : parseJson(name, text)))
}

async function parseYaml(path: string, text: string): Promise<unknown> {
  const { parseYaml } = await import('../../host/yaml.ts')
  const parsed = parseYaml(text)
  if ('fault' in parsed) throw new UsageError(`${path} ${parsed.fault}`)
  return parsed.value
}

/** By the other reader as well, which knows of a key that is there twice. */
async function parseJson(path: string, text: string): Promise<unknown> {
  const value = parseStrictly(path, text)
  await parseYaml(path, text)
  return value
}

function parseStrictly(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${(error as Error).message}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function check(path: string, value: unknown): CheckConfig {
  if (!isObject(value))
    throw new UsageError(`${path} holds no settings`, 'as in {"rules": ["max focal.mean=0.05"]}')
  for (const [key, one] of Object.entries(value)) {
    if (!Object.hasOwn(KINDS, key))
      throw new UsageError(
        `${path} has an unknown setting "${key}"`,
        `there are ${Object.keys(KINDS).join(', ')}`,
      )
    const kind = KINDS[key as keyof CheckConfig]
    if (!kind.test(one)) throw new UsageError(`${path}: ${key} is ${kind.words}, not ${JSON.stringify(one)}`)
  }
  const { rules = [], ...rest } = value as Omit<CheckConfig, 'rules'> & { rules?: readonly string[] }
  return { ...rest, rules: rules.map((rule) => parseRuleOf(path, rule)) }
}

function parseRuleOf(path: string, line: string): Rule {
  try {
    return parseRuleLine(line)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${path}: ${error.problem}`, error.hint)
  }
}
