import { describe, expect, it } from 'vitest'
import { backhoe } from '../lab/front-door.ts'

const golden = (name: string): string => `../golden/inspect/${name}`

describe('inspect', () => {
  it.each(['dc1', 'brief', 'special'])('%s.clab.yml: what it holds, and what can be done', async (name) => {
    const { code, out, err } = await backhoe('inspect', `test/fixtures/clab/${name}.clab.yml`)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    await expect(out).toMatchFileSnapshot(golden(`${name}.txt`))
  })

  // Every oddity of files as they are: containerlab takes each of them, and so do we.
  it('users.clab.yml: older kinds, their own names of ports, and what only the schema does not list is a warning', async () => {
    const { code, out, err } = await backhoe('inspect', 'test/fixtures/clab/users.clab.yml')
    expect(code).toBe(0)
    await expect(`${out}\n${err}`).toMatchFileSnapshot(golden('users.txt'))
  })

  it('a lab of ours, as containerlab would get it', async () => {
    const { code, out } = await backhoe('inspect', 'gateway-pair')
    expect(code).toBe(0)
    await expect(out).toMatchFileSnapshot(golden('gateway-pair.txt'))
  })

  it("a lab on a user's file is inspected as that file", async () => {
    const lab = await backhoe('inspect', 'test/fixtures/clab/dc1.lab.ts')
    const file = await backhoe('inspect', 'test/fixtures/clab/dc1.clab.yml')
    expect(lab).toEqual(file)
  })

  it('of what is not there asks for a topology file or a lab, as it takes either', async () => {
    const name = await backhoe('inspect', 'nofile')
    expect(name).toMatchObject({ code: 64, out: '' })
    expect(name.err).toContain('error[no-such-lab]: there is no topology file and no lab nofile')
    expect(name.err).toContain('allowed: a topology file of containerlab (*.clab.yml), or a lab: in labs: ')
    const file = await backhoe('inspect', 'nofile.clab.yml')
    expect(file).toMatchObject({ code: 64, out: '' })
    await expect(file.err).toMatchFileSnapshot('../golden/errors/inspect-no-file.txt')
  })

  it('prints the same as data', async () => {
    const { out } = await backhoe('inspect', 'test/fixtures/clab/brief.clab.yml', '--json')
    const found = JSON.parse(out) as { lab: string; links: object[] }
    expect(found).toMatchObject({
      lab: 'brief',
      links: [{ from: 'a:eth1', to: 'b:eth1', attached: ['silent', 'impair'] }, {}],
    })
  })
})
