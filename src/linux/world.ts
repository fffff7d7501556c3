/**
 * Where this process runs: in a guest with a kernel of its own; on the machine's kernel, in namespaces of its own; or on the
 * machine as it is.
 */
type World = 'guest' | 'lab' | 'machine'

export const WORLD: World = (process.env['BACKHOE_ISOLATION'] as World | undefined) ?? 'guest'
