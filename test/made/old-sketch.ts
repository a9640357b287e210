/** Sketches as version 1 had them at first, made of those of today. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

interface Group {
  far?: unknown
  below: number[]
  segments: number[]
  counts: number[]
  sums?: number[]
  moments: string
}

/** Bytes of a segment, and of its first moment; what stands for 1 there. */
const [BYTES, FIRST, ONE] = [58, 6, 2 ** 47 - 1]

/** Bins between the two ends, and all of either. */
const [BETWEEN, NOW, THEN] = [704 * 8, 12288, 6656]

/**
 * No `far`, neither `held` nor `precision` in the source, and bins from -64 on only. The samples of a bin below that must have
 * one margin, which its first moment tells.
 */
export function makeOld(from: string, to: string): void {
  const { sketch } = JSON.parse(readFileSync(from, 'utf8'))
  for (const group of [...sketch.groups, ...(sketch.squares ?? [])]) withoutLowBins(group)
  delete sketch.lowest
  delete sketch.source.held
  delete sketch.source.precision
  const body = JSON.stringify(sketch)
  const checksum = createHash('sha256').update(body).digest('hex')
  writeFileSync(to, `{"format":"lossctl-sketch","version":1,"sha256":"${checksum}","sketch":${body}}\n`)
}

function withoutLowBins(group: Group): void {
  delete group.far
  const bytes = Buffer.from(group.moments, 'base64')
  const low = group.segments.filter((number) => number < BETWEEN).length
  for (let i = 0; i < low; i++) {
    const d = bytes.readIntLE(i * BYTES, FIRST) / ONE
    const s = -768 + (group.segments[i] + (d + 1) / 2) / 8
    const w = (group.sums ?? group.counts)[i]
    const sums = [group.counts[i], w, w * s, w * s * s, w / s, w / s / s]
    group.below = group.below.map((sum, k) => sum + sums[k])
  }
  group.segments = group.segments
    .slice(low)
    .map((number) => (number < NOW ? number - BETWEEN : number - NOW + THEN))
  group.counts = group.counts.slice(low)
  group.sums = group.sums?.slice(low)
  group.moments = bytes.subarray(low * BYTES).toString('base64')
}
