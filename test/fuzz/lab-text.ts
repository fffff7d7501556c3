import { format } from 'prettier'
import {
  EXPERIMENT,
  TRIALS,
  type CableRef,
  type ComposedSpec,
  type FaultSpec,
  type LabSpec,
  type NodeRef,
  type Path,
  type TargetSpec,
  type TrafficSpec,
} from './spec.ts'

/** A spec as a lab file that a person can read and run; `head` is its comment. */
export async function labText(spec: LabSpec, head: string): Promise<string> {
  const { fault, drift, targets, ...rest } = spec.experiment
  const faults = [fault, ...(drift === undefined ? [] : [drift])]
  const kinds = new Set(Object.values(spec.traffic).map(({ traffic }) => (traffic === 'flow' ? 'flow' : 'session')))
  const body = [
    ...siteText(spec),
    ...helpers(JSON.stringify([faults, spec.traffic])),
    'export default defineLab({',
    '  topology: site,',
    '  traffic: {',
    ...Object.entries(spec.traffic).map(([name, one]) => `    ${name}: ${trafficText(one)},`),
    '  },',
    '  experiments: {',
    `    ${EXPERIMENT}: {`,
    `      fault: ${faultText(fault)},`,
    ...(drift === undefined ? [] : [`      drift: ${faultText(drift)},`]),
    ...Object.entries(rest).map(([name, value]) => `      ${name}: ${text(value)},`),
    `      trials: ${TRIALS},`,
    `      targets: ${text(targets)},`,
    '    },',
    '  },',
    '})',
  ]
  const own = ['generator' in spec.topology ? '' : 'compose', 'defineLab', ...kinds]
  const imports = [
    importText(own, 'backhoe-lab'),
    importText([...new Set(faults.map((one) => one.fault))], 'backhoe-lab/chaos'),
    ...('generator' in spec.topology ? [importText([spec.topology.generator], 'backhoe-lab/topologies')] : []),
  ]
  const comment = [
    '/**',
    ...head
      .trimEnd()
      .split('\n')
      .map((line) => ` * ${line}`.trimEnd()),
    ' */',
  ]
  const whole = [...comment, ...imports, '', ...body].join('\n')
  return format(whole, { parser: 'typescript', semi: false, singleQuote: true, printWidth: 120, trailingComma: 'all' })
}

function siteText({ topology }: LabSpec): string[] {
  if (!('generator' in topology)) return composedText(topology)
  const { generator, options } = topology
  return [`const site = ${generator}(${Object.keys(options).length === 0 ? '' : text(options)})`, '']
}

function composedText({ nodes, links }: ComposedSpec): string[] {
  const port = (end: string): string => {
    const [node = '', name = ''] = end.split(':')
    return `${node}.port(${text(name)})`
  }
  return [
    "const net = compose('fuzz')",
    ...nodes.flatMap(({ name, options, calls }) => [
      `const ${name} = net.node(${text(name)}, ${text(options)})`,
      ...calls.map(([noun, ...args]) => `${name}.${noun}(${args.map(text).join(', ')})`),
    ]),
    ...links.map(([a, b]) => `net.link(${port(a)}, ${port(b)})`),
    'const site = { topology: net.build() }',
    '',
  ]
}

/** Handles by name, for what the generator has no handle of its own or where any will do. */
function helpers(used: string): string[] {
  const cable = [
    '/** A cable by its name; the fault is near its first end, or its second. */',
    "const cable = (name: string, end: 'a' | 'b' = 'a') => {",
    '  const found = site.topology.cables.find((one) => one.name === name)',
    '  if (found === undefined) throw new Error(name)',
    "  return { handle: 'cable', cable: found, near: found[end], far: found[end === 'a' ? 'b' : 'a'] } as const",
    '}',
    '',
  ]
  const node = [
    'const node = (name: string) => {',
    '  const found = site.topology.nodes.find((one) => one.name === name)',
    '  if (found === undefined) throw new Error(name)',
    "  return { handle: 'node', node: found } as const",
    '}',
    '',
  ]
  return [...(/"cables?":/.test(used) ? cable : []), ...(/"nodes?":/.test(used) ? node : [])]
}

function trafficText({ traffic, from, to, options }: TrafficSpec): string {
  const ends = [from, to].map(nodeText).join(', ')
  const rest = Object.keys(options).length === 0 ? '' : `, ${text(options)}`
  return `${traffic === 'flow' ? 'flow' : `session.${traffic}`}(${ends}${rest})`
}

function faultText({ fault, on, vlan, options }: FaultSpec): string {
  const args = [
    targetText(on),
    ...(vlan === undefined ? [] : [String(vlan)]),
    ...(options === undefined ? [] : [text(options)]),
  ]
  return `${fault}(${args.join(', ')})`
}

function targetText(target: TargetSpec): string {
  if ('path' in target) return pathText(target.path)
  if ('node' in target) return nodeText(target)
  if ('nodes' in target)
    return `{ handle: 'nodes', text: ${text(target.nodes.join(' and '))}, nodes: [${target.nodes.map((name) => nodeText({ node: name })).join(', ')}] }`
  if ('cables' in target) return `[${target.cables.map((name) => `cable(${text(name)})`).join(', ')}]`
  if (!('select' in target)) return cableText(target)
  const candidates = target.select.map(({ when, ...cable }) => `{ when: ${text(when)}, cable: ${cableText(cable)} }`)
  return `{ handle: 'selector', text: ${text(target.text)}, candidates: [${candidates.join(', ')}] }`
}

const cableText = ({ cable, near }: CableRef): string => `cable(${text(cable)}${near === 'b' ? ", 'b'" : ''})`

const nodeText = (ref: NodeRef): string => ('path' in ref ? pathText(ref.path) : `node(${text(ref.node)})`)

const pathText = (path: Path): string =>
  `site${path.map((step) => (typeof step === 'string' ? `.${step}` : `(${text(step[0])})`)).join('')}`

/** JSON is JavaScript; prettier takes the quotes away that nobody needs. */
const text = (value: unknown): string => JSON.stringify(value)

const importText = (names: readonly string[], from: string): string =>
  `import { ${names.filter((name) => name !== '').join(', ')} } from '${from}'`
