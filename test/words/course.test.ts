import { describe, expect, it } from 'vitest'
import { courseOf } from '../../src/words/course.ts'

describe('courseOf', () => {
  it('puts names that differ in one number in its order, as no shell does', () => {
    expect(courseOf(['epoch-1.sketch.json', 'epoch-10.sketch.json', 'epoch-2.sketch.json'])).toEqual({
      noun: 'epoch',
      numbers: [1, 10, 2],
      order: [0, 2, 1],
    })
  })

  it.each([
    [['a/e003.json', 'a/e001.json', 'a/e020.json'], 'e', [1, 0, 2]],
    [['run7/step=100.json', 'run7/step=2500.json', 'run7/step=300.json'], 'step', [0, 2, 1]],
    [['run/1.json', 'run/2.json', 'run/3.json'], 'run', [0, 1, 2]],
    [['run/1/val5.json', 'run/2/val5.json', 'run/3/val5.json'], 'run', [0, 1, 2]],
    [['1.json', '2.json', '3.json'], 'step', [0, 1, 2]],
    [['Épochè-2.json', 'Épochè-1.json', 'Épochè-3.json'], 'Épochè', [1, 0, 2]],
  ])('tells of %j what is counted', (names, noun, order) => {
    expect(courseOf(names)).toMatchObject({ noun, order })
  })

  it.each([
    ['two', ['epoch-1.json', 'epoch-2.json']],
    ['none', []],
    ['other names', ['epoch-1.json', 'epoch-2.json', 'best.json']],
    ['other stems', ['epoch-1.json', 'epoch-2.json', 'last-3.json']],
    ['two numbers that differ', ['a1-b1.json', 'a2-b2.json', 'a3-b3.json']],
    ['a number twice', ['epoch-1.json', 'epoch-01.json', 'epoch-2.json']],
    ['the same name', ['epoch-1.json', 'epoch-1.json', 'epoch-1.json']],
    ['parts of one whole', ['part-1.json', 'part-2.json', 'part-3.json']],
    ['runs beside each other', ['seed1.json', 'seed2.json', 'seed3.json']],
  ])('is null of %s', (_, names) => {
    expect(courseOf(names)).toBeNull()
  })
})
