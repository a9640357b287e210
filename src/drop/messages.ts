/** What the page and the thread that runs the program say to each other. */

/** A file that was dropped: its bytes stay where they are until they are read. */
export interface Dropped {
  readonly name: string
  readonly blob: Blob
}

/** What the build puts beside the program, and the page holds. */
export interface Assets {
  readonly style: string
  readonly script: string
}

export interface Asked {
  readonly files: readonly Dropped[]
  readonly assets: Assets
  /** Names of files with predictions, each of which is a model. */
  readonly models: readonly string[]
  /** The file of labels; null where somebody said that there is none, undefined where nobody did. */
  readonly labels: string | null | undefined
  /** Options as words of the command line. */
  readonly options: readonly string[]
}

/** A column that has been looked at, and what it could be. */
export interface Seen {
  readonly name: string
  /** As `inspect` says it; null where it is unclear. */
  readonly role: string | null
  readonly could: readonly string[]
}

/** What `inspect` shows of one file. */
export interface Inspected {
  readonly name: string
  /** Markup, escaped. */
  readonly markup: string
  readonly columns: readonly Seen[]
}

export type Told =
  | { readonly kind: 'progress'; readonly share: number; readonly rows: number }
  /** The file that was found to hold the labels. */
  | { readonly kind: 'labels'; readonly name: string }
  | { readonly kind: 'report'; readonly page: string }
  | {
      readonly kind: 'problem'
      /** As the command line says it. */
      readonly words: string
      readonly inspected: readonly Inspected[]
      /** Options that the words advise, with which all can be read. */
      readonly offers: readonly string[]
    }
  | { readonly kind: 'bug'; readonly stack: string }
