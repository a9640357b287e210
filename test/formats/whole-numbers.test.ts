/** Whole numbers of 64 bits as ids and kept columns: doubles do not tell them apart beyond 2^53, and hashes are larger. */
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { bytesOf, writeNpy } from '../made/layouts/npy.ts'
import { writeSafetensors } from '../made/safetensors.ts'
import { writeTorch } from '../made/torch.ts'
import { writeZip } from '../made/zip.ts'

const LABELS = [1, 0, 1, 0, 1, 0]
const SCORES = [1.5, -0.25, 0.75, 0.5, -1.25, -2]

const whole = (ids: readonly bigint[]) => Buffer.from(BigInt64Array.from(ids).buffer)

/** An array of 64-bit numbers behind the header that numpy writes. */
function npyOf(ids: readonly bigint[]): Buffer {
  const head = writeNpy('i8', [ids.length], [])
  return Buffer.concat([head, whole(ids)])
}

const shape = [LABELS.length]
const [labels, scores] = [bytesOf('i8', LABELS), bytesOf('f8', SCORES)]

const FORMATS: Readonly<Record<string, (ids: readonly bigint[]) => Buffer>> = {
  npz: (ids) =>
    writeZip([
      { name: 'id.npy', bytes: npyOf(ids) },
      { name: 'y.npy', bytes: writeNpy('i8', shape, LABELS) },
      { name: 'z.npy', bytes: writeNpy('f8', shape, SCORES) },
    ]),
  safetensors: (ids) =>
    writeSafetensors([
      { name: 'id', dtype: 'I64', shape, bytes: whole(ids) },
      { name: 'y', dtype: 'I64', shape, bytes: labels },
      { name: 'z', dtype: 'F64', shape, bytes: scores },
    ]),
  pt: (ids) =>
    writeTorch([
      { name: 'id', storage: 'Long', shape, bytes: whole(ids) },
      { name: 'y', storage: 'Long', shape, bytes: labels },
      { name: 'z', storage: 'Double', shape, bytes: scores },
    ]),
}

/** Six neighbours that are one double, and the six behind them. */
const IDS = LABELS.map((_, i) => 2n ** 62n + 1n + BigInt(i))
const OTHERS = IDS.map((id) => id + 6n)

describe.each(Object.entries(FORMATS))('ids of 64 bits in a file of %s', (ending, write) => {
  const READ = ['--label', 'y', '--score', 'z', '--from', 'logits']

  it('are kept to the last digit', async () => {
    const { path } = newFolder()
    const file = path(`a.${ending}`)
    writeFileSync(file, write(IDS))
    type Report = { samples: { row: number; id: string; kept: { id: string } }[] }
    const { samples } = await lossctlJson<Report>('samples', file, ...READ, '--id', 'id', '--keep', 'id')
    const found = samples.toSorted((a, b) => a.row - b.row)
    expect(found.map(({ id }) => id)).toEqual(IDS.map(String))
    expect(found.map(({ kept }) => kept.id)).toEqual(IDS.map(String))
  })

  it('are joined with their own, in any order, and with no neighbours', async () => {
    const { path, csv } = newFolder()
    const [a, b] = [path(`a.${ending}`), path(`b.${ending}`)]
    writeFileSync(a, write(IDS))
    writeFileSync(b, write(OTHERS))
    const turned = IDS.map((id, i) => [String(id), LABELS[i], SCORES[i]]).reverse()
    const c = csv('c.csv', 'id,y,z', turned)
    const alike = await lossctl(['diff', a, c, '--id', 'id', ...READ, '-f', 'json'])
    expect([alike.code, alike.stderr]).toEqual([0, ''])
    const apart = await lossctl(['diff', a, b, '--id', 'id', ...READ])
    expect([apart.code, apart.stdout]).toEqual([3, ''])
    expect(apart.stderr).toContain(`lacks 6 of the ids of ${a}: "${IDS[0]}"`)
  })
})
