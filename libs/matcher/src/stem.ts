/**
 * Light stemming: plural and feminine in French, plural and -ing, -ed in English, on folded words. It is written as a table of
 * endings so that it can be read backwards: `~cheval` becomes the finite list of words that have its stem, and the engine needs
 * to know nothing of stems. After the idea of J. Savoy, "Light stemming approaches for the French, Portuguese, German and
 * Hungarian languages" (2006); the table is our own.
 */

/** An ending, what stands in its place in the stem, and how many letters must come before it. */
type Ending = readonly [ending: string, stem: string, before: number]

/** Plurals first, then genders and verbs; in each round the first ending that fits is taken. */
const rounds: readonly (readonly Ending[])[] = [
  [
    ['eaux', 'eau', 1],
    ['aux', 'al', 3],
    ['oux', 'ou', 2],
    ['eux', 'eu', 2],
    ['sses', 'ss', 1],
    ['shes', 'sh', 1],
    ['ches', 'ch', 2],
    ['ies', 'y', 2],
    ['ss', 'ss', 1],
    ['us', 'us', 1],
    ['is', 'is', 1],
    ['s', '', 3],
  ],
  [
    ['ees', 'e', 2],
    ['ee', 'e', 3],
    ['euse', 'eu', 3],
    ['trice', 'teur', 3],
    ['ienne', 'ien', 2],
    ['onne', 'on', 2],
    ['elle', 'el', 2],
    ['ette', 'et', 2],
    ['ive', 'if', 3],
    ['ere', 'er', 3],
    ['ing', '', 4],
    ['ed', '', 4],
    ['e', '', 3],
  ],
]

const fits = (word: string, [ending, , before]: Ending): boolean => word.endsWith(ending) && word.length - ending.length >= before

/** The stem of a folded word. Two words are the same to `~` when their stems are. */
export function stem(word: string): string {
  let out = word
  for (const round of rounds) {
    const rule = round.find((one) => fits(out, one))
    if (rule) out = out.slice(0, out.length - rule[0].length) + rule[1]
  }
  return out
}

/** Every word that one round turns into `form`, and `form` itself. */
function undo(form: string, round: readonly Ending[]): string[] {
  const out = [form]
  for (const [ending, kept] of round) {
    if (form.endsWith(kept)) out.push(form.slice(0, form.length - kept.length) + ending)
  }
  return out
}

/** All words with the stem of `word`: finite, since endings are. */
export function sameStem(word: string): string[] {
  const wanted = stem(word)
  let forms = new Set([wanted])
  for (const round of [...rounds].reverse()) forms = new Set([...forms].flatMap((form) => undo(form, round)))
  return [...forms].filter((form) => stem(form) === wanted).sort()
}

const spelt = new Map<string, string[]>()
const spareAfter = 20_000

/** The same, remembered: many queries share their words. */
export function stemmed(word: string): string[] {
  let forms = spelt.get(word)
  if (!forms) {
    if (spelt.size >= spareAfter) spelt.clear()
    forms = sameStem(word)
    spelt.set(word, forms)
  }
  return forms
}
