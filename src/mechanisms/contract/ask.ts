import type { DaemonState } from '../../model/containers.ts'

/**
 * What a mechanism's daemon in a container says of itself now: a watcher that comes later has not seen what it has become.
 * `pid`: of the container's first process. Nothing where none runs.
 */
export type Ask = (pid: number) => Promise<readonly DaemonState[]>
