/** How much a proof proves: `make prove` sets PROVE=1 and takes its time, `make test` has a short form of each. */
export const size =
  process.env['PROVE'] === '1' ? { trials: 100, kills: 50, repeats: 10 } : { trials: 20, kills: 10, repeats: 3 }
