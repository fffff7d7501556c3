import { LENGTHS_SECONDS, plantedOutages } from './planted.ts'
import { size } from './size.ts'

const sizesBytes = size.payloads
const lengthsSeconds = LENGTHS_SECONDS

// Boots included: 6 s at 1 pps, 6 s at 50, 15 s at 1,000 and 20 s at 10,000.
plantedOutages('virtual', [
  { ratePps: 1, sizesBytes, lengthsSeconds },
  { ratePps: 50, sizesBytes, lengthsSeconds },
  { ratePps: 1000, sizesBytes, lengthsSeconds },
  // Each length costs the processor more than the lab's clock.
  {
    ratePps: 10_000,
    sizesBytes,
    lengthsSeconds: lengthsSeconds.filter((length) => length <= size.longestAt10kSeconds),
  },
])
