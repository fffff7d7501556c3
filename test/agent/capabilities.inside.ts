import { probeCapabilities } from '../../src/agent/capabilities.ts'

export default probeCapabilities
