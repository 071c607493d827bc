/**
 * Loaded first into a process whose wall clock is to be wrong: `CLOCK` says by how much, and by how much once it is set. What
 * measures time by itself goes on undisturbed, as on a machine whose clock is set.
 */
const { byMs, toMs } = JSON.parse(process.env['CLOCK'] ?? '{}') as { byMs?: number; toMs?: number }
let off = byMs ?? 0
const Real = Date

const wrong = (): number => Real.now() + off

globalThis.Date = new Proxy(Real, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length > 0 ? given : [wrong()], newTarget) as object,
  get: (target, name, receiver) => (name === 'now' ? wrong : (Reflect.get(target, name, receiver) as unknown)),
})

export function setClock(): void {
  off = toMs ?? off
}
