/**
 * Answers a question of the Python package: `{"function", "arguments"}`, in which `$file` names an array that was laid down.
 * The answer is `{"answer"}`, or `{"error"}` with what was wrong.
 */
import { readFileSync } from 'node:fs'
import * as lossctl from './dist/index.js'

const functions = { ...lossctl }

const TYPES = {
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
}

/** Puts arrays where their files are named. */
function withArrays(_, value) {
  if (value === null || typeof value !== 'object' || !('$file' in value)) return value
  const { buffer, byteOffset, byteLength } = readFileSync(value.$file)
  const data = new TYPES[value.type](buffer.slice(byteOffset, byteOffset + byteLength))
  return value.shape.length === 1 ? data : { data, shape: value.shape }
}

export async function answer(text) {
  try {
    const question = JSON.parse(text, withArrays)
    return JSON.stringify({ answer: (await functions[question.function](...question.arguments)) ?? null })
  } catch (error) {
    const { name, message, place = '', problem = message, hint = '', stack } = error
    return JSON.stringify({ error: { name, message, place, problem, hint, stack } })
  }
}
