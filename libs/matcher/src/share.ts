/** How often a term is to be expected before the stream has been seen: what the choice of anchors begins with. */
import { keys } from './lower.ts'

/** The commonest words of French and English posts, folded. */
const common = new Set(
  `a ai aime alors au aucun aussi autre aux avec avoir bien bon c ca car ce cela ces cet cette chez ci comme comment contre d dans de deja des
  deux dire dit dois donc du elle en encore entre es est et etait ete etes etre eu fait faire faut fois font gens grand ici il ils j jamais je
  jour juste l la le les leur lui m ma mais me meme merci mes moi moins mon monde n ne non nos notre nous on ont ou oui p par parce pas peu peut
  plus pour pourquoi pourtant qu quand que quel quelle qui quoi rien s sa sans se ses si sont sous suis sur t ta tant te tes toi ton toujours
  tout toute tous tres trop tu un une va vers vie voir vos votre vous vrai y
  about after again all also always am an and any are as at back be because been before being but by can come could day did do does don down
  even every first for from get go going good got great had has have he her here him his how i if in into is it its just know last life like
  ll look love make man many me more most much my need never new no not now of off one only or other our out over people re really right said
  say see she should so some still take than thank thanks that the their them then there these they thing think this time to today too up us
  ve very want was way we well were what when where which who why will with work would yes you your rt via http https www com`.split(/\s+/),
)

const filters: Readonly<Record<string, number>> = {
  [keys.site]: 0.002,
  [keys.author]: 0.0005,
  [keys.lang]: 0.5,
  [keys.network]: 0.4,
  [keys.type]: 0.4,
  [keys.has]: 0.2,
}
/** By number of letters; a word of its length that is not common. */
const byLength = [0, 0.03, 0.02, 0.006, 0.002, 0.001, 0.0006, 0.0004]
const longWord = 0.0003
const byHead = [0, 1, 1, 0.05, 0.02, 0.008, 0.004]
const longHead = 0.002
const tag = 0.0005
const commonShare = 0.05

/** Share of posts (0 to 1) that a term is expected in. */
export function expectedShare(key: string): number {
  const filter = filters[key.charAt(0)]
  if (filter !== undefined) return filter
  if (key.startsWith(keys.pattern)) return byHead[/^[^*?]*/.exec(key.slice(1))?.[0].length ?? 0] ?? longHead
  if (key.startsWith('#') || key.startsWith('@')) return tag
  return common.has(key) ? commonShare : (byLength[key.length] ?? longWord)
}
