/**
 * Freezes plain objects and arrays, and all that they hold: events and the report are shared by all reporters and by the exit code, and none
 * may change what the others see. What is frozen already is not entered again, so that each record of a journal costs once.
 */
export function frozen<Value>(value: Value): Value {
  if (!isPlain(value) || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const inner of Object.values(value)) frozen(inner)
  return value
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
