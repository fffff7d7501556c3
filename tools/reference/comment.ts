import ts from 'typescript'

/** The doc comment of a declaration, without its stars; '' where it has none. Of several (overloads) the first that is not empty. */
export function commentOf(symbol: ts.Symbol): string {
  for (const declaration of symbol.declarations ?? []) {
    const text = textOfComment(declaration)
    if (text !== '') return text
  }
  return ''
}

/** Declared for other rooms of Backhoe, and not for users. */
export const isInternal = (symbol: ts.Symbol): boolean => commentOf(symbol).includes('@internal')

export function textOfComment(declaration: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(declaration).findLast(ts.isJSDoc)
  if (comment === undefined) return ''
  const lines = comment.getText().slice(3, -2).split('\n')
  return lines
    .map((line, at) => (at === 0 ? line.trim() : line.replace(/^\s*\* ?/, '').trimEnd()))
    .join('\n')
    .replace(/^\n+|\s+$/g, '')
    .replace(/^@throws /gm, '\nThrows ')
}

/** The sentence that begins with “Default”, and all that stands beside it. */
export function splitDefault(comment: string): { readonly text: string; readonly standard: string | undefined } {
  const line = oneLine(comment)
  const said = /(^|\s)Default:? (.+?)\.(?=\s|$)/.exec(line)
  if (said === null) return { text: line, standard: undefined }
  const text = `${line.slice(0, said.index)} ${line.slice(said.index + said[0].length)}`.trim()
  return { text: text.replaceAll('  ', ' '), standard: said[2] }
}

/** What an interface says of all of its options: `Default of each: none.` */
export const defaultOfEach = (comment: string): string | undefined =>
  /Default of each: (.+?)\.(?=\s|$)/.exec(oneLine(comment))?.[1]

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')
