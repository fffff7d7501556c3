/** Docker's socket is a local one: what its client has for ssh and BuildKit stays out. */
export const socketOnly = {
  name: 'socket-only',
  setup(api) {
    api.onResolve({ filter: /^(ssh2|cpu-features|@grpc\/.*)$/ }, ({ path }) => ({ path, namespace: 'left-out' }))
    api.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
  },
}
