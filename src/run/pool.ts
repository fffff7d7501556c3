/** Works through the items in order, one at a time on each slot; takes no more once the signal is aborted. */
export async function pooled<Item, Slot>(
  items: readonly Item[],
  slots: readonly Slot[],
  signal: AbortSignal,
  work: (item: Item, slot: Slot) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const drain = async (slot: Slot): Promise<void> => {
    while (!stop.aborted) {
      const next = queue.next()
      if (next.done === true) return
      try {
        await work(next.value, slot)
      } catch (error) {
        failed.abort()
        throw error
      }
    }
  }
  // All of them, so that nothing runs on when one has failed.
  const ends = await Promise.allSettled(slots.map(drain))
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}
