import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { hasGnuTime } from './measure.js'

/** Asks without importing anything, which would take seconds. */
const ASK = `
import json, platform, sys
from importlib import metadata
def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
print(json.dumps([platform.python_version(), {name: version(name) for name in sys.argv[1:]}]))
`

const PEERS = ['numpy', 'pandas', 'polars', 'duckdb', 'torch']

/** The versions of Python and of the peers; null where there is none. */
function pythonVersions(python) {
  const { status, stdout } = spawnSync(python, ['-c', ASK, ...PEERS], { encoding: 'utf8' })
  return status === 0 ? JSON.parse(stdout) : [null, Object.fromEntries(PEERS.map((name) => [name, null]))]
}

/** What a reader needs to judge the numbers. */
export function describeMachine(python) {
  const [pythonVersion, packages] = pythonVersions(python)
  return {
    cpu: cpus()[0].model.trim(),
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    lossctl: JSON.parse(readFileSync('package.json', 'utf8')).version,
    python: pythonVersion,
    packages,
    hasGnuTime,
  }
}
