/** The same numbers again and again, block after block: to ask for memory takes longer than to fill it. */
export function createRoom(): (length: number) => Float64Array {
  let room = new Float64Array(0)
  return (length) => {
    if (room.length < length) room = new Float64Array(length)
    return room.subarray(0, length)
  }
}
