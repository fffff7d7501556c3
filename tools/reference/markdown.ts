export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** A code span; of a text with backquotes in it too. */
export const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)

/** A default: its value as code, and what is said of it. */
export const literal = (text: string): string =>
  text.replace(/^('[^']*'|\{[^}]*\}|\[[^\]]*\]|true\b|false\b|\d+(?:\.\d+)?(?![.\w]))/, (value) => code(value))
