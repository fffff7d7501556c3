/** A table as comma-separated values (RFC 4180). */
const csvOf = (table: HTMLTableElement): string =>
  [...table.rows].map((row) => [...row.cells].map(({ innerText }) => fieldOf(innerText.trim())).join(',')).join('\r\n')

const fieldOf = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Gives every table of the page a button that copies it. */
export function offerCopies(): void {
  for (const table of document.querySelectorAll('table')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'save'
    button.textContent = COPY
    button.addEventListener('click', () => {
      void copied(csvOf(table)).then((isDone) => {
        button.textContent = isDone ? 'Copied' : 'The browser does not allow it'
        setTimeout(() => (button.textContent = COPY), 2000)
      })
    })
    ;(table.closest('.wide') ?? table).before(button)
  }
}

const COPY = 'Copy as CSV'

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
