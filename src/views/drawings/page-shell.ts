/** A page that needs nothing else: its style, its program and its data are in it, and nothing else is let in. */
import { createHash } from 'node:crypto'
import { cleanLine } from '../../words/clean.ts'

export interface PageParts {
  /** Foreign text. */
  readonly title: string
  readonly style: string
  /** Markup, escaped already. */
  readonly body: string
  /** Runs after the body. */
  readonly script?: string
}

/** Only what is in the page itself runs and is shown, by its hash. */
export function drawPage({ title, style, body, script }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    // What the page draws may be seen as a picture by itself, to be saved as one.
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`, 'img-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** Foreign text must stay text, in an element and in an attribute. */
export function escapeHtml(text: string): string {
  return cleanLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
