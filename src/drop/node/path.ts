/** What of node:path the program needs, where there is one folder. */
export const sep = '/'

export const isAbsolute = (path: string) => path.startsWith('/')

export const basename = (path: string) => path.slice(path.lastIndexOf('/') + 1)

export function dirname(path: string): string {
  const at = path.lastIndexOf('/')
  return at < 0 ? '.' : path.slice(0, at) || '/'
}

export const join = (...parts: readonly string[]) => parts.join('/').replace(/^\.\//, '')

export const resolve = (path: string) => (isAbsolute(path) ? path : `/${path.replace(/^\.\//, '')}`)
