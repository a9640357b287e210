import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const write = scratchFolder()

const many = fixture('multilabel.csv')
const one = fixture('breast-cancer.csv')

/** The same labels, and other scores in the first row. */
const other = () => write('other.csv', readFileSync(many, 'utf8').replace('0.00528291', '0.2'))

const print = async (...words: string[]) => (await lossctl(words)).stdout

describe('what is counted', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['compare', [], ['of all labels; they carry', '\n  labels  ']],
    ['compare', ['--by', 'class'], ['\n  class  labels ']],
    ['compare', ['other'], ['\n  share of the labels\n']],
    [
      'diff',
      ['other'],
      ['of the labels, less in', '1,200 labels of 300 rows', 'The labels of a row hang together'],
    ],
    ['samples', [], ['20 of 1,200 labels, hardest first']],
    ['calibrate', [], ['\n  probability      labels ', '\n  class  labels ']],
    ['solve', [], ['\n  labels  ']],
  ])('is each label of a row that has several: %s %j', async (name, more, words) => {
    const text = await print(name, many, ...more.map((word) => (word === 'other' ? other() : word)))
    for (const word of words) expect(text).toContain(word)
    expect(text).not.toMatch(/all samples|of the samples|^ +samples|cells/m)
  })

  it('is labels along the axis of a cumulative share, and where logarithms are held', async () => {
    expect(await print('curve', '--cdf', many, '-f', 'svg')).toContain('share of the labels, easiest first')
    expect(await print('curve', '--cdf', many, '--log', '-f', 'svg')).toContain(
      'share of the labels, hardest',
    )
    const sure = write(
      'sure.csv',
      'prob_a,prob_b,label_a,label_b\n0,0.2,1,0\n0.3,0.9,0,1\n0.4,0.1,1,0\n0.8,0.2,1,0\n',
    )
    expect(await print('compare', sure)).toContain('1 label gives the truth a probability of 0')
  })

  it('is samples where each has one', async () => {
    expect(await print('compare', one)).toContain('of all samples; they carry')
    expect(await print('samples', one)).toMatch(/ samples, hardest first/)
  })
})
