/** A command's words as containerlab takes them: quoted as in a shell, and nothing is expanded. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:[^\s"'\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/gs) ?? []
  return words.map((word) =>
    word.replaceAll(
      /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
      (_, plain?: string, quoted?: string, escaped?: string) =>
        plain ?? escaped ?? (quoted ?? '').replaceAll(/\\(["\\])/g, '$1'),
    ),
  )
}
