import { Attributes } from '../linux/netlink/codec.ts'

const QOPT_BYTES = 24

/** netem's parameters as the kernel has them: ` limit=1000 loss=… delayNs=…`, without its random seed. */
export function netemText(options: Buffer): string {
  const [, limit, loss, gap, duplicate] = [0, 4, 8, 12, 16].map((at) => options.readUInt32LE(at))
  const more = new Attributes(options.subarray(QOPT_BYTES))
  const parameters = {
    limit,
    loss,
    gap,
    duplicate,
    delayNs: more.u64(10),
    jitterNs: more.u64(11),
    reorder: more.u32(3),
    reorderCorrelation: more.raw(3)?.readUInt32LE(4),
    corrupt: more.u32(4),
    rate: more.u64(8) ?? more.u32(6),
    slot: more.raw(12)?.toString('hex'),
    gilbertElliott: more.nested(5).raw(2)?.toString('hex'),
  }
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== 0)
    .map(([name, value]) => ` ${name}=${String(value)}`)
    .join('')
}
