import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of Backhoe itself, in a clone and as an installed package. */
export function packageFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === '/') throw new Error(`${import.meta.dirname} is in no package`)
    folder = dirname(folder)
  }
  return folder
}

/** What a guest runs: `init.sh`, `agent.cjs` and what they need, bundled. */
export const agentFolder = (): string => join(packageFolder(), 'dist/agent')
