import type { Ns } from '../../model/time.ts'
import type { Endpoint, Node, NodeDaemon } from '../../model/topology.ts'

/** FRR's daemons lie beside all others. */
export const FRR_FOLDER = '/usr/lib/frr'

/** Protocols that a daemon of FRR speaks, as `Node.features` has them. */
const PROTOCOLS = ['ospf', 'bgp'] as const

export const runsFrr = ({ features }: Pick<Node, 'features'>): boolean => PROTOCOLS.some((one) => one in features)

/** Below the node's folder: each daemon reads its own file. */
export const frrFile = (daemon: string): string => `frr/${daemon}.conf`

/** A file of one daemon with these lines. The log goes to the daemon's standard output. */
export const frrText = ({ name }: Pick<Node, 'name'>, lines: readonly string[]): string =>
  [`hostname ${name}`, 'log stdout', 'log timestamp precision 6', ...lines, ''].join('\n')

/** A daemon writes what has become of a neighbour before it does anything about it: below 0.1 ms measured. */
export const REPORTED_NS: Ns = 1e6

/** Neighbours by name: the router's interface, with the neighbour's address where there are several behind it: `east`, `lan 10.0.0.2`. */
export const namedByInterface = <Neighbour extends Endpoint & { readonly address: string }>(
  all: readonly Neighbour[],
): readonly (Neighbour & { readonly name: string })[] =>
  all.map((one) => {
    const isOnly = all.filter(({ node, interface: at }) => node === one.node && at === one.interface).length === 1
    return { ...one, name: isOnly ? one.interface : `${one.interface} ${one.address}` }
  })

/** As given, or the node's first IPv4 address. */
export const frrRouterId = ({ interfaces }: Pick<Node, 'interfaces'>, given: string | undefined): string =>
  given ||
  (interfaces
    .flatMap(({ addresses }) => addresses)
    .find((one) => !one.includes(':'))
    ?.split('/')[0] ??
    '')

/**
 * In the foreground, as the user frr: its sockets lie in that user's folder in memory, and no TCP port is opened. A daemon that
 * finds no socket of zebra tries again only after 10 s (lib/zclient.c: zclient_event), so that it starts once there is one.
 */
export const frrDaemon = (name: string): NodeDaemon => {
  const argv = [
    `${FRR_FOLDER}/${name}`,
    ...['-u', 'frr', '-g', 'frr'],
    ...['-f', `{dir}/${frrFile(name)}`, '-i', `{run}/${name}.pid`],
    ...['-z', ZEBRA_SOCKET, '--vty_socket', '{run}', '-P', '0'],
  ]
  const waiting = ['sh', '-c', `until [ -S ${ZEBRA_SOCKET} ]; do sleep 0.01; done; exec "$@"`, 'sh']
  return { name, argv: name === 'zebra' ? argv : [...waiting, ...argv], needs: ['frr'], user: 'frr', rights: RIGHTS }
}

/** Each daemon asks for it at its start, and ends without it (zebra/main.c: _caps_p; lib/privs.c: privs_init). */
const RIGHTS = ['SYS_ADMIN']

const ZEBRA_SOCKET = '{run}/zserv.api'
