/**
 * What `--only TEXT` chooses: the experiment of that very name, else all whose name holds the text. A report says
 * `Again: … --only NAME`, and one name may hold another.
 */
export function chosenBy<Named extends { readonly name: string }>(
  only: string | null,
  all: readonly Named[],
): readonly Named[] {
  if (only === null) return all
  const exact = all.filter(({ name }) => name === only)
  return exact.length > 0 ? exact : all.filter(({ name }) => name.includes(only))
}
