/** A user's folder in memory: it could not write to the node's own folder, nor be given a file there (hostfs has no chown). */
export const runFolder = (node: string, user: string): string => `/run/backhoe/${node}/${user}`

/** As a command of root's. */
export const makeRunFolder = (folder: string, user: string): string => `install -d -o ${user} ${folder}`
