/** Decimal text that the scanner could not convert exactly, such as 25 digits or an exponent of -300. */
export function parseDecimal(memory: ArrayBuffer, address: number, length: number): number {
  return Number(String.fromCharCode(...new Uint8Array(memory, address, length)))
}
