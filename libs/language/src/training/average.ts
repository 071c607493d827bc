/** The mean of weights at several moments: where the last step went is chance, where they all are is not. */
export class Average {
  readonly #arrays: readonly Float32Array[]
  readonly #sums: readonly Float64Array[]
  #count = 0

  constructor(arrays: readonly Float32Array[]) {
    this.#arrays = arrays
    this.#sums = arrays.map(({ length }) => new Float64Array(length))
  }

  take(): void {
    this.#count += 1
    this.#arrays.forEach((array, n) => {
      const sums = this.#sums[n]!
      for (let i = 0; i < array.length; i += 1) sums[i] = sums[i]! + array[i]!
    })
  }

  /** Puts the mean in the place of the weights. */
  settle(): void {
    if (this.#count === 0) return
    this.#arrays.forEach((array, n) => {
      const sums = this.#sums[n]!
      for (let i = 0; i < array.length; i += 1) array[i] = sums[i]! / this.#count
    })
  }
}

/** How many moments of the last quarter of a training are taken. */
const moments = 10

/** Whether step `done` of `all` is one of the moments to take. */
export function isMoment(done: number, all: number): boolean {
  const late = all * 0.75
  const stride = Math.max(1, Math.floor((all - late) / moments))
  return done > late && done % stride === 0
}
