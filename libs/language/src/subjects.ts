/** The words a message is about: what stands behind a determiner, hashtags, names; never the words of mood or grammar. */
import { Class } from './lexicon.ts'
import { hashWord, TokenKind, type Tokens } from './tokens.ts'
import { fold } from './fold.ts'

const setOf = (words: string): ReadonlySet<number> =>
  new Set(
    words
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => hashWord(fold(word))),
  )

const determiners =
  setOf(`le la les l un une des du de d au aux mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces
  the a an my your his her our their this that these those el los las una unos der die das den dem ein eine il lo gli i o os as um uma het een`)
const grammar =
  setOf(`avec dans pour mais sans sous plus moins comme depuis pendant avant apres alors donc aussi encore toujours jamais tres bien
  etre avoir faire fait fais faites font dire dit dites aller vais allez veux veut peut peux pouvez dois doit sont etes etait etaient sera serait avait
  avais aurait cette celui celle ceux cela quelque quelqu chose choses fois jour jours heure heures minutes semaine semaines mois annee annees hier demain
  aujourd matin soir midi nuit lundi mardi mercredi jeudi vendredi samedi dimanche vraiment juste meme autre autres tous tout toute toutes rien personne
  chez vers entre contre parce quand comment pourquoi combien quel quelle quels quelles lequel bonjour bonsoir merci salut madame monsieur
  with without from into about after before again also always because been being could does doing done down each even every from have having here just
  like make made more most much must need only other over same should since some such than that their them then there these they thing things this those
  through time today tomorrow tonight very want wants week weeks what when where which while will with would year years yesterday your yours hello thanks
  please really still that's it's para como pero esta este esto cuando donde nicht auch aber oder wenn dass sono come anche quando voor maar niet deze`)
const mood =
  Class.good |
  Class.bad |
  Class.much |
  Class.insult |
  Class.profanity |
  Class.slur |
  Class.thanks |
  Class.greeting |
  Class.please |
  Class.laugh

const maxSubjects = 5

export function subjectsOf(text: string, tokens: Tokens): string[] {
  const found: { word: string; weight: number; place: number }[] = []
  const seen = new Set<number>()
  for (let k = 0; k < tokens.count; k += 1) {
    const weight = weightOf(tokens, k, text)
    const hash = tokens.hashes[k]!
    if (weight <= 0 || seen.has(hash)) continue
    seen.add(hash)
    found.push({ word: text.slice(tokens.textFrom[k], tokens.textTo[k]), weight, place: k })
  }
  return found
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .slice(0, maxSubjects)
    .sort((a, b) => a.place - b.place)
    .map(({ word }) => word)
}

/** How likely this word is what the message is about; 0 for what never is. */
function weightOf(tokens: Tokens, k: number, text: string): number {
  const length = tokens.to[k]! - tokens.from[k]!
  const hash = tokens.hashes[k]!
  const ruledOut = tokens.kinds[k] !== TokenKind.word || length < 3 || grammar.has(hash) || (tokens.classes[k]! & mood) !== 0
  if (ruledOut) return 0
  const tagged = (tokens.flags[k]! & 8) !== 0 ? 3 : 0
  const marked = tagged + (k > 0 ? named(tokens, k, text) + (determiners.has(tokens.hashes[k - 1]!) ? 2 : 0) : 0)
  return marked > 0 && length >= 6 ? marked + 0.5 : marked
}

/** A capital inside a sentence that is not shouted. */
const named = (tokens: Tokens, k: number, text: string): number =>
  /\p{Lu}/u.test(text.charAt(tokens.textFrom[k]!)) && (tokens.flags[k]! & 1) === 0 ? 1.5 : 0
