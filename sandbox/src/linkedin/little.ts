/**
 * How LinkedIn reads "little text": escaped signs stand for themselves, `#word`, `{hashtag|\#|word}` and `@[Name](urn)` are elements, and
 * at any other sign of the reserved ones it stops reading, without a word about it.
 */

const TOKEN =
  /\\([\\|{}@[\]()<>#*_~])|\{hashtag\|\\?#\|((?:\\.|[^}\\])+)\}|@\[((?:\\.|[^\]\\])+)\]\((urn:li:[\w:-]+)\)|(#[\p{L}\p{M}\p{N}]+)|([^\\|{}@[\]()<>#*_~]+)/uy

const unescaped = (text: string) => text.replace(/\\(.)/gu, '$1')

export function readLittle(sent: string): { kept: string; words: string } {
  const token = new RegExp(TOKEN)
  let words = ''
  let at = 0
  for (;;) {
    token.lastIndex = at
    const match = token.exec(sent)
    if (!match) return { kept: sent.slice(0, at), words }
    const [whole, sign, tag, name, , plainTag, plain] = match
    words +=
      sign ?? (tag === undefined ? null : `#${unescaped(tag)}`) ?? (name === undefined ? null : unescaped(name)) ?? plainTag ?? plain ?? ''
    at += whole.length
  }
}
