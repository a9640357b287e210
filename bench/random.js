/** sfc32, Doty-Humphrey's small fast counter: whole numbers below 2^32, the same on every machine for a seed. */
export function uniforms(seed) {
  let a = 0
  let b = 0
  let c = seed | 0
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 12; warm++) next()
  return next
}

/** Standard normal numbers, two at a time (Box and Muller 1958). */
export function normals(next) {
  let spare = 0
  let kept = false
  return () => {
    kept = !kept
    if (!kept) return spare
    const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32))
    const angle = (2 * Math.PI * next()) / 2 ** 32
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}
