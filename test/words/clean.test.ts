import { expect, it } from 'vitest'
import { cleanLine } from '../../src/words/clean.ts'
import { UNSAFE } from '../../src/words/unsafe.ts'

it('leaves no character as it is that may do harm, and all others', () => {
  const wrong: string[] = []
  for (let code = 0; code < 0x10000; code++) {
    const text = String.fromCharCode(code)
    if (cleanLine(text) !== text.replace(UNSAFE, '\ufffd')) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
})
