/**
 * What a person wrote, apart from what their program put below it: quoted words and signatures. Both halves are kept; answers written between
 * quoted lines stay where they are. Pure.
 */
export type Cut = { shown: string; rest: string }

const ATTRIBUTION = [
  /^(le|el|on|am|il|op|em)\s.{4,250}(a écrit|wrote|schrieb|escribió|ha scritto|schreef|escreveu)\b.{0,200}[:：]$/iu,
  /^.{1,200}\s(a écrit|wrote|schrieb|escribió|ha scritto|schreef|escreveu)\s*[:：]$/iu,
  /^-{2,}\s?(message d['’]origine|original message|ursprüngliche nachricht|mensaje original|messaggio originale|message transféré|forwarded message)\s?-{2,}$/iu,
  /^début du message (réexpédié|transféré)\s*:$/iu,
]
const HEAD = /^\*?(de|from|von)\s?\*?\s?:\*?\s?\S/iu
const NEXT_HEAD = /^\*?(envoyé|sent|date|gesendet|à|to|objet|subject|enviado)\s?\*?\s?:/iu
const DEVICE = /^(envoyé (de|depuis|à partir de)|sent from|télécharger outlook|get outlook|von meinem .{1,40} gesendet)\s?.{0,80}$/iu

export function cutQuotes(text: string): Cut {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const at = startOfRest(lines)
  const shown = lines.slice(0, at).join('\n').trim()
  // A mail that is all quotation is shown whole: something was meant by it.
  if (shown === '') return { shown: text.trim(), rest: '' }
  return { shown, rest: lines.slice(at).join('\n').trim() }
}

function startOfRest(lines: readonly string[]): number {
  let at = lines.findIndex((_line, index) => beginsRest(lines, index))
  if (at < 0) at = lines.length
  return withoutDevice(lines, quotedTail(lines, at))
}

function beginsRest(lines: readonly string[], index: number): boolean {
  const line = (lines[index] ?? '').trim()
  if (lines[index] === '-- ' || line === '--') return true
  // Mail programs break the line "On … wrote:" where it gets long.
  const both = `${line} ${(lines[index + 1] ?? '').trim()}`
  if (ATTRIBUTION.slice(2).some((rule) => rule.test(line))) return true
  const isAttribution = ATTRIBUTION.slice(0, 2).some((rule) => rule.test(line)) || (ATTRIBUTION[0]?.test(both) ?? false)
  if (isAttribution) return onlyQuoted(lines, index + 1)
  return HEAD.test(line) && lines.slice(index + 1, index + 5).some((next) => NEXT_HEAD.test(next.trim()))
}

/** Below an attribution somebody may still answer between the lines: then nothing is cut. */
function onlyQuoted(lines: readonly string[], from: number): boolean {
  const below = lines.slice(from).map((line) => line.trim())
  const quoted = below.filter((line) => line.startsWith('>')).length
  if (quoted === 0) return true
  const lastQuoted = below.findLastIndex((line) => line.startsWith('>'))
  const firstQuoted = below.findIndex((line) => line.startsWith('>'))
  const between = below.slice(firstQuoted, lastQuoted).some((line) => line !== '' && !line.startsWith('>'))
  const after = below.slice(lastQuoted + 1)
  const signature = after.findIndex((line) => line === '--')
  return !between && after.slice(0, signature < 0 ? after.length : signature).every((line) => line === '' || DEVICE.test(line))
}

/** Quoted lines at the very end, without a word above them. */
function quotedTail(lines: readonly string[], end: number): number {
  let at = end
  while (at > 0 && /^(>.*|\s*)$/.test(lines[at - 1] ?? '')) at--
  return lines.slice(at, end).some((line) => line.startsWith('>')) ? at : end
}

function withoutDevice(lines: readonly string[], end: number): number {
  let at = end
  while (at > 0 && (lines[at - 1] ?? '').trim() === '') at--
  return at > 0 && DEVICE.test((lines[at - 1] ?? '').trim()) ? at - 1 : end
}
