/** Where everything on a machine of a test's own works: scripts begin there. */
export const WORK = '/tmp/work'
