import type { Guard } from './guard.ts'
import { guardedCommand } from './guard.ts'
import type { GuestRequest } from './guest.ts'
import { bootLine } from './kernel.ts'
import { moduleList } from './modules.ts'

/** In the environment of whatever works on a machine's own lab: where its trial writes to. */
export const OUT_MARK = 'BACKHOE_OUT'

/** What starts this guest: a kernel that boots, or the agent at once on the kernel that runs already. */
export function commandOf(request: GuestRequest): { readonly file: string; readonly args: string[] } {
  const { kernel, isolation = 'lab', outDir } = request
  const guard: Omit<Guard, 'kernel' | 'modules' | 'own'> = {
    launcherPid: process.pid,
    agentDir: request.agentDir,
    outDir: request.outDir,
    node: process.execPath,
    memoryMb: request.memoryMb,
    cpu: request.cpu,
  }
  if (kernel.flavour === 'host') {
    const own = isolation === 'lab' ? 'processes and network' : 'nothing'
    const mark = isolation === 'lab' ? [] : [`${OUT_MARK}=${outDir}`, ...dockerHost(process.env)]
    const agent = [`BACKHOE_ISOLATION=${isolation}`, ...mark, '/media/node', '/media/in/agent.cjs']
    return guardedCommand({ ...guard, kernel: '', modules: '', own }, agent)
  }
  const modules = kernel.modules === null ? '' : moduleList(kernel.modules)
  const boot = ['/media/linux', ...bootLine(kernel, request.rngSeed, request.memoryMb, request.safetyNet)]
  return guardedCommand({ ...guard, kernel: kernel.path, modules, own: 'processes' }, boot)
}

/** The agent asks the daemon that the command asks. */
const dockerHost = ({ DOCKER_HOST: host }: NodeJS.ProcessEnv): readonly string[] =>
  host === undefined || host === '' ? [] : [`DOCKER_HOST=${host}`]
