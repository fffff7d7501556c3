import type { JSX } from 'preact'

/** What a shape looks like, whatever style sheet said it. */
const LOOK = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
]

const SVG = 'http://www.w3.org/2000/svg'

/** Saves what is drawn beside it, in one file that needs no style sheet. */
export function SaveButton({ of, name }: { readonly of: () => Element | null; readonly name: string }): JSX.Element {
  return (
    <button
      type="button"
      class="save"
      onClick={() => {
        const element = of()
        if (element !== null) download(`${name}.svg`, new XMLSerializer().serializeToString(pictureOf(element)))
      }}
    >
      Save as SVG
    </button>
  )
}

/** All pictures and labels of an element, where they are now, with the colours that they have now. */
function pictureOf(element: Element): SVGSVGElement {
  const all = element.getBoundingClientRect()
  const isOne = element instanceof SVGSVGElement
  const picture = document.createElementNS(SVG, 'svg')
  size(picture, all.width, all.height)
  const paper = document.createElementNS(SVG, 'rect')
  size(paper, all.width, all.height)
  paper.setAttribute('fill', getComputedStyle(document.body).backgroundColor)
  picture.append(paper)
  for (const label of isOne ? [] : element.querySelectorAll('.label')) picture.append(labelOf(label, all))
  for (const part of isOne ? [element] : element.querySelectorAll<SVGSVGElement>('.strip')) {
    const box = part.getBoundingClientRect()
    const copy = resolved(part)
    size(copy, box.width, box.height)
    copy.setAttribute('x', String(box.left - all.left))
    copy.setAttribute('y', String(box.top - all.top))
    picture.append(copy)
  }
  return picture
}

function size(element: Element, width: number, height: number): void {
  element.setAttribute('width', String(width))
  element.setAttribute('height', String(height))
}

function labelOf(label: Element, all: DOMRect): Element {
  const { left, bottom } = label.getBoundingClientRect()
  const text = document.createElementNS(SVG, 'text')
  text.setAttribute('x', String(left - all.left))
  text.setAttribute('y', String(bottom - all.top - 5))
  const { color, fontFamily, fontSize } = getComputedStyle(label)
  text.setAttribute('fill', color)
  text.setAttribute('font-family', fontFamily)
  text.setAttribute('font-size', fontSize)
  text.textContent = label.textContent
  return text
}

/** A copy in which every shape says itself how it looks. */
function resolved<Of extends Element>(element: Of): Of {
  const copy = element.cloneNode(true) as Of
  const copies = [copy, ...copy.querySelectorAll('*')]
  for (const [at, one] of [element, ...element.querySelectorAll('*')].entries()) {
    const target = copies[at]
    if (target === undefined || one.tagName === 'title') continue
    const style = getComputedStyle(one)
    for (const name of LOOK) target.setAttribute(name, style.getPropertyValue(name))
    for (const name of ['class', 'role', 'tabindex']) target.removeAttribute(name)
  }
  return copy
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 60_000)
}
