// The bytes that mean something in separated text.

export const NUL: i32 = 0
export const TAB: i32 = 9
export const LF: i32 = 10
export const CR: i32 = 13
export const SPACE: i32 = 32
export const QUOTE: i32 = 34
export const PLUS: i32 = 43
export const MINUS: i32 = 45
export const POINT: i32 = 46
