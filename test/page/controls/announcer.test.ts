import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAnnouncer } from '../../../src/page/controls/announcer.ts'

function createListener() {
  const said: string[] = []
  return { said, announce: createAnnouncer((text) => said.push(text)) }
}

describe('what screen readers are told', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('waits until all is quiet', () => {
    const { said, announce } = createListener()
    announce('Copied')
    vi.advanceTimersByTime(500)
    expect(said).toEqual([])
    vi.advanceTimersByTime(200)
    expect(said).toEqual(['Copied'])
  })

  it('is all that has happened, and the last answer only', () => {
    const { said, announce } = createListener()
    announce('Added poly1.')
    for (const answer of ['One.', 'Two.', 'Three.']) announce(answer, 'answer')
    announce('Removed ce.')
    announce('Four.', 'answer')
    vi.runAllTimers()
    expect(said).toEqual(['Added poly1. Removed ce. Four.'])
  })

  it('is not said again with the next', () => {
    const { said, announce } = createListener()
    announce('Copied')
    vi.runAllTimers()
    announce('One.', 'answer')
    vi.runAllTimers()
    expect(said).toEqual(['Copied', 'One.'])
  })
})
