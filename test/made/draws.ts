/**
 * How much a random or an exhaustive test does: a twentieth of it, or all with `DRAWS=1`, of which CI asks for a fifth;
 * `DRAWS=20` draws twenty times as much. Random tests take the first of the same draws. What takes no time is done in full at any time.
 */
const PART = Number(process.env.DRAWS ?? 0.05)

/** Draws of a test that makes so many of them in full. */
export const draws = (all: number): number => Math.ceil(all * PART)

/** Odd, so that every place within an element, and every bit, comes up. */
const STEP = PART < 1 ? 2 * Math.floor(1 / PART / 2) + 1 : 1

/** Places from 0 to `count` − 1: every one in full, else one in twenty-one and the last. */
export const places = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at).filter((at) => at % STEP === 0 || at === count - 1)

/** All of a list in full, else one of it, each in its turn. */
export const inTurn = <T>(list: readonly T[], turn: number): readonly T[] =>
  PART < 1 ? [list[turn % list.length]] : list
