/**
 * Works through the items in order, one at a time on each slot; takes no more once the signal is aborted or an item failed.
 * `stop`, given to the work, is aborted then too. Throws the first failure when all slots have come to rest.
 */
export async function pooled<Item, Slot>(
  items: Iterable<Item>,
  slots: readonly Slot[],
  signal: AbortSignal,
  work: (item: Item, slot: Slot, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]()
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const drain = async (slot: Slot): Promise<void> => {
    while (!stop.aborted) {
      const next = queue.next()
      if (next.done === true) return
      try {
        await work(next.value, slot, stop)
      } catch (error) {
        failed.abort(error)
        return
      }
    }
  }
  await Promise.all(slots.map(drain))
  if (failed.signal.aborted) throw failed.signal.reason
}
