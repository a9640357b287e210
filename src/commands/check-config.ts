/** Where the rules of a check come from when they are not on the command line. */
import { readFile } from 'node:fs/promises'
import { parseRuleLine, type Rule } from '../analysis/rules.ts'
import { InputError, UsageError } from '../errors.ts'

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

/** Looked for in this order, in the folder that lossctl runs in. */
const FILES = ['lossctl.config.json', 'lossctl.config.yaml', 'lossctl.config.yml']

const KINDS: Readonly<Record<keyof CheckConfig, 'list' | 'text' | 'number' | 'flag'>> = {
  rules: 'list',
  losses: 'list',
  baseline: 'text',
  by: 'text',
  minSlice: 'number',
  confidence: 'number',
  threshold: 'number',
  noise: 'flag',
}

/** The configuration of a named file, or of the one that is there; no rules when there is none. */
export async function readConfig(named: string | undefined): Promise<CheckConfig> {
  if (named !== undefined) return readFrom(named, await read(named, true))
  for (const file of FILES) {
    const text = await read(file, false)
    if (text !== null) return readFrom(file, text)
  }
  const manifest = await read('package.json', false)
  const own = manifest === null ? undefined : parseObject('package.json', manifest).lossctl
  return own === undefined ? { rules: [] } : check('package.json, "lossctl"', own)
}

async function read(path: string, wanted: true): Promise<string>
async function read(path: string, wanted: boolean): Promise<string | null>
async function read(path: string, wanted: boolean): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!wanted && (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new InputError(path, 'cannot be read', 'check the path of --config')
  }
}

async function readFrom(path: string, text: string): Promise<CheckConfig> {
  if (!/\.ya?ml$/i.test(path)) return check(path, parseObject(path, text))
  const { parse } = await import('./yaml.ts')
  try {
    return check(path, parse(text))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} is no YAML: ${(error as Error).message.split('\n')[0]}`)
  }
}

function parseObject(path: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${(error as Error).message.split('\n')[0]}`)
  }
}

function check(path: string, value: unknown): CheckConfig {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${path} holds no settings`, 'as in {"rules": ["max focal.mean=0.05"]}')
  for (const [key, one] of Object.entries(value)) {
    const kind = KINDS[key as keyof CheckConfig]
    if (!kind)
      throw new UsageError(
        `${path} has an unknown setting "${key}"`,
        `there are ${Object.keys(KINDS).join(', ')}`,
      )
    if (!isOf(kind, one))
      throw new UsageError(`${path}: ${key} is no ${kind === 'list' ? 'list of texts' : kind}`)
  }
  const { rules = [], ...rest } = value as Omit<CheckConfig, 'rules'> & { rules?: readonly string[] }
  return { ...rest, rules: rules.map(parseRuleLine) }
}

function isOf(kind: 'list' | 'text' | 'number' | 'flag', value: unknown): boolean {
  if (kind === 'list') return Array.isArray(value) && value.every((one) => typeof one === 'string')
  return typeof value === { text: 'string', number: 'number', flag: 'boolean' }[kind]
}
