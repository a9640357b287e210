/** Lists of scores and labels that a person gave, whose names say different things. */
import { expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const ROWS = Array.from({ length: 16 }, (_, i) => {
  const [video, audio] = [i % 2, (i >> 1) % 2]
  return [video, audio, video === 1 ? 0.9 - i / 50 : 0.1 + i / 50, audio === 1 ? 0.8 - i / 60 : 0.3 - i / 90]
})
const path = write(
  'two.csv',
  `video_label,audio_label,visual_score,audio_score\n${ROWS.map((row) => row.join()).join('\n')}\n`,
)

const run = (command: string, score: string, label: string, ...more: readonly string[]) =>
  lossctl([command, path, '--score', score, '--label', label, ...more])

it('go by their order, as inspect says', async () => {
  const ces = ROWS.flatMap(([video, audio, visual, heard]) =>
    [video === 1 ? visual : 1 - visual, audio === 1 ? heard : 1 - heard].map((pt) => -Math.log(pt)),
  )
  const mean = ces.reduce((sum, one) => sum + one, 0) / ces.length
  for (const order of [
    ['visual_score,audio_score', 'video_label,audio_label'],
    ['audio_score,visual_score', 'audio_label,video_label'],
  ]) {
    const { code, stdout } = await run('compare', order[0], order[1], '--loss', 'ce', '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(mean, 12)
  }
  const { stdout } = await run('inspect', 'visual_score,audio_score', 'video_label,audio_label')
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'labels are of the scores in the order of the two lists: "video_label" of "visual_score"',
  )
})

it('are refused where names speak against the order, with a way out that works', async () => {
  const { code, stderr } = await run('compare', 'visual_score,audio_score', 'audio_label,video_label')
  expect(code).toBe(3)
  expect(stderr).toContain('give --score and --label in one order, or one of each at a time')
  const { stdout } = await run(
    'compare',
    'visual_score',
    'video_label',
    '--from',
    'probs',
    '--format',
    'json',
  )
  const mean = ROWS.reduce((sum, [label, , p]) => sum - Math.log(label === 1 ? p : 1 - p), 0) / ROWS.length
  expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(mean, 12)
})
