/** Where the agent runs: in a guest with a kernel of its own, or on the machine's, with a world of its own or without. */
type World = 'guest' | 'lab' | 'machine'

export const WORLD: World = (process.env['BACKHOE_ISOLATION'] as World | undefined) ?? 'guest'
