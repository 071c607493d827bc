/** A plan as the kernel's words: [operation, length] in one, what it needs, then its children. See kernel/evaluate.as. */
import type { Plan } from './plan.ts'

const op = { term: 1, and: 2, or: 3, not: 4, places: 5, freq: 6, followers: 7, literal: 8, url: 9, row: 10, near: 11 }

/** What is quick to judge goes first; a NOT weighs what its term weighs. */
const weight = (plan: Plan): number => {
  if (plan.op === 'not') return weight(plan.of)
  if (plan.op === 'term') return plan.share
  return plan.op === 'and' || plan.op === 'or' || plan.op === 'followers' ? 2 : 3
}

class Writer {
  readonly words: number[] = []

  private node(code: number, work: () => void): void {
    const at = this.words.length
    this.words.push(code)
    work()
    this.words[at] = code | ((this.words.length - at) << 8)
  }

  truth(plan: Plan): void {
    switch (plan.op) {
      case 'row':
      case 'near':
        return this.node(op.places, () => this.place(plan))
      case 'and':
        return this.node(op.and, () => [...plan.of].sort((a, b) => weight(a) - weight(b)).forEach((one) => this.truth(one)))
      case 'or':
        return this.node(op.or, () => plan.of.forEach((one) => this.truth(one)))
      case 'not':
        return this.node(op.not, () => this.truth(plan.of))
      case 'freq':
        return this.node(op.freq, () => {
          this.words.push(plan.count)
          this.place(plan.of)
        })
      case 'followers':
        return this.node(op.followers, () => this.words.push(plan.test, plan.count >>> 0, Math.floor(plan.count / 0x1_0000_0000)))
      default:
        return this.leaf(plan)
    }
  }

  private leaf(plan: Plan): void {
    if (plan.op === 'term') this.node(op.term, () => this.words.push(plan.id))
    else if (plan.op === 'literal') this.node(op.literal, () => this.units(plan.text))
    else if (plan.op === 'url') this.node(op.url, () => this.utf8(plan.text))
  }

  private place(plan: Plan): void {
    if (plan.op === 'near') {
      this.node(op.near, () => {
        this.words.push(plan.distance | (plan.ordered ? 0x100 : 0))
        this.place(plan.left)
        this.place(plan.right)
      })
    } else if (plan.op === 'or' || plan.op === 'row') {
      this.node(plan.op === 'or' ? op.or : op.row, () => plan.of.forEach((one) => this.place(one)))
    } else this.leaf(plan)
  }

  private units(text: string): void {
    this.words.push(text.length)
    for (let i = 0; i < text.length; i += 2) {
      this.words.push((text.charCodeAt(i) | ((i + 1 < text.length ? text.charCodeAt(i + 1) : 0) << 16)) >>> 0)
    }
  }

  private utf8(text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    this.words.push(bytes.length)
    for (let i = 0; i < bytes.length; i += 4) {
      let word = 0
      for (let k = 0; k < 4; k += 1) word |= (bytes[i + k] ?? 0) << (8 * k)
      this.words.push(word >>> 0)
    }
  }
}

export function programOf(plan: Plan): number[] {
  const writer = new Writer()
  writer.truth(plan)
  return writer.words
}
