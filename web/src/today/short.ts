const LONGEST = 58

/** First words of what somebody wrote, cut between two words, so that a row stays one sentence. */
export function short(text: string | number): string {
  const plain = String(text).replaceAll(/\s+/g, ' ').trim()
  if (plain.length <= LONGEST) return plain
  const cut = plain.slice(0, LONGEST)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST - 20))}…`
}
