/** The agent is one folder that a guest can see: koffi's binary lies beside the bundle. */
export const koffiBeside = {
  name: 'koffi-beside',
  setup(api) {
    api.onResolve({ filter: /^\.\/koffi\.node$/ }, ({ path }) => ({ path, external: true }))
    api.onResolve({ filter: /^koffi$/ }, () => ({ path: 'koffi', namespace: 'beside' }))
    api.onLoad({ filter: /.*/, namespace: 'beside' }, () => ({
      contents: `module.exports = require('./koffi.node')`,
    }))
  },
}
