import type { Examination, ExaminedKernel } from '../kernel/examine.ts'
import type { Findings } from '../kernel/capabilities.ts'
import { sortFindings } from '../kernel/examine.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Check } from '../kernel/machine.ts'
import { hanging } from '../report/text.ts'
import type { Paint } from './terminal.ts'

/** Where it goes: with colours or without, and how wide. */
export interface TextStyle {
  readonly paint: Paint
  /** Columns. */
  readonly width: number
}

/** `backhoe kernel status`. */
export function renderKernels(kernels: readonly ExaminedKernel[], style: TextStyle): string {
  return kernels.map((examined) => `${kernelLines(examined, style).join('\n')}\n`).join('')
}

/** `backhoe doctor`. */
export function renderExamination({ machine, kernels, next }: Examination, style: TextStyle): string {
  const p = style.paint
  const inner = { ...style, width: style.width - 2 }
  const nextLines = next.length === 0 ? ['nothing to do'] : ['to type:', ...next.map((line) => `  ${line}`)]
  return [
    p.bold('this machine'),
    ...machine.map((check) => `  ${checkLine(check, p)}`),
    '',
    p.bold('kernels, best first'),
    ...kernels.flatMap((examined) => kernelLines(examined, inner).map((line) => `  ${line}`)),
    '',
    ...nextLines,
    '',
  ].join('\n')
}

function checkLine({ name, ok, purpose, required }: Check, p: Paint): string {
  const state = ok ? 'ok     ' : required ? p.red('missing') : p.yellow('missing')
  return `${state}  ${name.padEnd(15)}  ${purpose}`
}

const FROM = {
  BACKHOE_KERNEL: 'BACKHOE_KERNEL',
  cache: 'built here',
  'user-mode-linux': 'package user-mode-linux',
  machine: 'this machine’s own',
} as const

/** How it catches system calls, or for the one that needs not: how finely it counts time. */
function how({ flavour, seccomp, hz }: Kernel): string {
  if (flavour === 'host') return `HZ ${String(hz)}`
  return { none: 'ptrace', on: 'seccomp', off: 'seccomp off' }[seccomp]
}

/** Nothing of ours loads a module into the machine's kernel: who wants it types it. */
function modprobe(findings: Findings): string[] {
  const modules = new Set(Object.values(findings).flatMap((finding) => finding.modules ?? []))
  return modules.size === 0 ? [] : [`sudo modprobe -a ${[...modules].sort().join(' ')}`]
}

function kernelLines({ kernel, from, findings, problem }: ExaminedKernel, { paint: p, width }: TextStyle): string[] {
  const time = kernel.flavour === 'virtual' ? 'virtual time' : 'real time'
  const head = `${p.bold(kernel.flavour.padEnd(7))}  Linux ${kernel.release}, ${time}, ${how(kernel)}; ${FROM[from]}: ${kernel.path}`
  if (findings === null)
    return [
      head,
      `  ${p.red('does not boot')}: ${(problem?.what ?? '').replaceAll('\n', '\n    ')}`,
      ...(problem?.next === undefined ? [] : [`  next: ${problem.next}`]),
    ]
  const { can, cannot } = sortFindings(findings)
  return [
    head,
    ...hanging('  can: ', can.join(', '), width),
    ...cannot.flatMap((capability) => {
      const [first = '', ...rest] = hanging('  cannot: ', `${capability} (${findings[capability].why})`, width)
      return [first.replace('cannot', p.yellow('cannot')), ...rest]
    }),
    ...modprobe(findings).map((line) => `  next: ${line}`),
  ]
}
