import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { backhoe } from '../lab/front-door.ts'

const scratch = mkdtempSync(join(tmpdir(), 'clab-hostile-'))
afterAll(() => {
  rmSync(scratch, { recursive: true })
})

const nodes = (...names: readonly string[]): string => names.map((name) => `    ${name}: {kind: linux}\n`).join('')
const lab = (inside: string, name = 'lab'): string => `name: ${name}\ntopology:\n  nodes:\n${inside}`
const linkedTo = (node: string, ...links: readonly string[]): string =>
  lab(`${nodes('leaf1', 'leaf2')}${node}  links:\n${links.map((link) => `    - ${link}\n`).join('')}`)
const linked = (...links: readonly string[]): string => linkedTo('', ...links)

/** Aliases of aliases: nine lines that would be a thousand million words. */
const bomb = (): string =>
  [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i] ?? ''}, `.repeat(9)}]`),
  ]
    .map((line) => `          ${line}\n`)
    .join('')

const files: Readonly<Record<string, string>> = {
  'node-that-is-a-command': lab(nodes('"$(reboot)"', '"`reboot`"', '../../etc')),
  'lab-that-climbs': lab(nodes('a'), '../../x'),
  'interface-of-200': linked(`endpoints: ["leaf1:${'e'.repeat(200)}", "leaf2:eth1"]`),
  'interface-that-is-a-command': linked('endpoints: ["leaf1:$(reboot)", "leaf2:;reboot"]'),
  'exploding-aliases': lab(`    a:\n      kind: linux\n      config:\n        vars:\n${bomb()}`),
  'aliases-of-nothing': lab('    a: &a {kind: linux, config: {vars: {self: *a, b: *nobody}}}\n    b: {<<: 5}\n'),
  'bind-of-one': lab('    a: {kind: linux, binds: [/var/run, a:b:c:d]}\n'),
  'kinds-inherited': `name: lab\ntopology:\n  defaults: {kind: linus}\n  nodes:\n    a: {}\n    b:\n`,
  'deep-nesting': '['.repeat(100_000),
  'not-a-mapping': '- name: lab\n- topology: 3\n',
  'not-yaml': 'name: lab\ntopology: {nodes: [}\n',
  'flow-without-end': lab(`${nodes('a')}  links:\n    - endpoints: [\n"a:eth1", {b: [\n`),
  empty: '',
  'unknown-keys': `name: lab\nnodes: {}\ntopology:\n  node: {}\n  nodes:\n    a: {kind: linux, imagee: x, exec: ls, mtu: 3}\n  kind: {linux: {}}\n`,
  'unknown-kinds': `name: lab\ntopology:\n  kinds:\n    linx: {image: x}\n  nodes:\n    a: {kind: linus}\n    b: {}\n    c:\n    d: {kind: nokia_srlinx}\n`,
  'duplicate-nodes': lab(nodes('a', 'b', 'a')),
  'link-to-nobody': linked(
    'endpoints: ["leaf1:eth1", "leaf3:eth1"]',
    '{type: host, endpoint: {node: spine, interface: eth1}, host-interface: x}',
  ),
  'endpoint-twice': linkedTo(
    '    vmx1: {kind: vr-vmx}\n',
    'endpoints: ["leaf1:eth1", "leaf2:eth1"]',
    'endpoints: ["leaf2:eth1", "leaf1:eth2"]',
    'endpoints: ["leaf1:eth5", "leaf1:eth5"]',
    'endpoints: ["leaf1:eth6", "host:up"]',
    'endpoints: ["leaf1:eth7", "mgmt-net:up"]',
    'endpoints: ["vmx1:ge-0/0/0", "vmx1:eth1"]',
  ),
  'endpoints-of-no-form': linked(
    'endpoints: ["leaf1", "leaf2:eth1"]',
    'endpoints: ["leaf1:", ":eth1"]',
    'endpoints: ["leaf1:eth1"]',
    'endpoints: ["leaf1:eth2", "leaf2:eth2", "leaf1:eth3"]',
    'endpoints: [3, {node: leaf1}]',
    'endpoints: "leaf1:eth1"',
    'leaf1:eth1',
    '{}',
    '{type: vethh, endpoints: []}',
    '{type: veth, endpoints: [{node: leaf1}, {node: leaf2, interface: eth1, colour: red}]}',
    '{type: vxlan, endpoint: {node: leaf1, interface: eth9}, remote: 10.0.0.1, vni: 0, dst-port: 70000}',
  ),
  'links-that-are-none': lab(`${nodes('a')}  links: {a: b}\n`),
  template: `name: lab\ntopology:\n  nodes:\n{{ range $i := until 3 }}\n    n{{ $i }}: {kind: linux}\n{{ end }}\n`,
  'open-variable': lab('    a:\n      kind: linux\n      image: "${IMAGE:-alpine"\n'),
  'wrong-types': `name: [lab]\ntopology:\n  nodes:\n    a: linux\n    b: {kind: linux, binds: x, env: [1], startup-delay: soon}\n`,
}

describe('a topology file that nobody should trust', () => {
  it.each(Object.entries(files))('%s is refused, all of it at once and at its place', async (name, text) => {
    const file = join(scratch, `${name}.clab.yml`)
    writeFileSync(file, text)
    const { code, out, err } = await backhoe('inspect', file)
    expect({ code, out }).toEqual({ code: 64, out: '' })
    await expect(err.replaceAll(scratch, 'FOLDER')).toMatchFileSnapshot(`../golden/errors/clab-${name}.txt`)
  })

  it('of 50 MB is not even read', async () => {
    const file = join(scratch, 'large.clab.yml')
    writeFileSync(file, `name: lab\n#${'x'.repeat(50e6)}\n`)
    const { code, err } = await backhoe('inspect', file)
    expect(code).toBe(64)
    await expect(err.replaceAll(scratch, 'FOLDER')).toMatchFileSnapshot('../golden/errors/clab-too-large.txt')
  })

  it('that is no file, or not there, is refused', async () => {
    for (const path of ['/dev/zero.yml', '/proc/self/fd', scratch]) {
      const { code, err } = await backhoe('inspect', path.endsWith('.yml') ? path : `${path}/x.yml`)
      expect(code).toBe(64)
      expect(err).toContain('clab-unreadable')
    }
  })

  it('is refused in a lab with the same words', async () => {
    const file = join(scratch, 'x.lab.ts')
    writeFileSync(
      file,
      `import { fromContainerlab } from 'backhoe-lab'\nexport default fromContainerlab('node-that-is-a-command.clab.yml')\n`,
    )
    const { err } = await backhoe('generate', file, '-o', join(scratch, 'out'))
    const inspected = await backhoe('inspect', join(scratch, 'node-that-is-a-command.clab.yml'))
    expect(err).toBe(`${inspected.err}  next: correct this, then: backhoe plan ${file}\n`)
    expect(existsSync(join(scratch, 'out'))).toBe(false)
  })
})
