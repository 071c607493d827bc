/**
 * The words of a text, straight from the text of the semantics, by regular expressions and as slowly as one likes.
 * It shares nothing with the engine: it is what the engine is held against.
 */
export type Said = { text: string; start: number; end: number; main: boolean }
export type Heard = { words: Said[]; hosts: string[]; urls: string[]; link: boolean; hashtag: boolean; mention: boolean; emoji: boolean }

const signs = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー'
/** ℹ is a letter to Unicode and an emoji to everybody. */
const letter = `[[\\p{L}\\p{N}_]--[${signs}\\p{Extended_Pictographic}]]`
const body = `[[\\p{L}\\p{N}_${signs}]--[\\p{Extended_Pictographic}]]`
const at = (pattern: string, flags = ''): RegExp => new RegExp(pattern, `vy${flags}`)

const pattern = {
  url: at(`(?:https?://(?=${body})|www\\.(?=${body}))[^\\s"<>«»“”]*`, 'i'),
  address: at(`${letter}+(?:[.+\\-]${letter}+)*@${letter}+(?:[.\\-]${letter}+)*`),
  elision: at(`(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=${body}|[#@])`, 'i'),
  word: at(`${letter}+`),
  sign: at(`[${signs}]`),
  flag: at('\\p{Regional_Indicator}{1,2}'),
  emoji: at('[\\p{Extended_Pictographic}--[©®™]]'),
  tag: at(`(?<!${body})#(${body}+)`),
  handle: at(`(?<!${body})@(${letter}+(?:-${letter}+)*)(?:\\.${letter}+(?:[.\\-]${letter}+)*)?(?:@${letter}+(?:[.\\-]${letter}+)*)?`),
}

/** Marks, joiners and skin tones vanish; everything but emoji is decomposed, and its marks vanish as well. */
function plain(text: string): string {
  const bare = Array.from(text.toWellFormed()).map((char) => {
    if (char === '\u{fffd}' || char === '\u200b' || /[©®™]/.test(char)) return '\u0001'
    if (/^[\p{M}\p{Cf}\u{1f3fb}-\u{1f3ff}]$/u.test(char)) return ''
    return /^\p{Extended_Pictographic}$/u.test(char) ? char : decomposed(char)
  })
  return bare.join('')
}

/** … stays one sign: what falls apart into punctuation only is left whole. */
function decomposed(char: string): string {
  const parts = char.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '')
  return /^[^\p{L}\p{N}_\s]{2,}$/u.test(parts) ? char : parts
}

const letters: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', ς: 'σ' }
export const lowered = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[œæßøłς]/g, (char) => letters[char] ?? char)

/** CommunityManager, SNCFPanne, Paris2024, community_manager, 日本. */
function parts(tag: string): string[] {
  const cut = tag
    .replace(new RegExp(`[${signs}]`, 'gv'), '_$&_')
    .replace(/(\p{N})(?=[\p{L}])|(\p{L})(?=\p{N})/gu, '$&_')
    .replace(/([^\p{Lu}\p{Lt}_])(?=[\p{Lu}\p{Lt}])/gu, '$1_')
    .replace(/([\p{Lu}\p{Lt}])(?=[\p{Lu}\p{Lt}][[\p{L}]--[\p{Lu}\p{Lt}]])/gv, '$1_')
  return cut.split('_').filter((part) => part !== '')
}

function hostsOf(rest: string): string[] {
  const authority = rest.replace(/[/?#\\].*$/s, '')
  const host = /^[[\p{L}\p{N}_.\-]--[\p{Extended_Pictographic}]]*/v.exec(authority.replace(/^.*@/, ''))?.[0].replace(/\.+$/, '') ?? ''
  const labels = host === '' ? [] : host.split('.')
  return labels.map((_, i) => labels.slice(i).join('.')).filter((name) => name !== '')
}

class Reader {
  readonly heard: Heard = { words: [], hosts: [], urls: [], link: false, hashtag: false, mention: false, emoji: false }
  private readonly text: string
  private i = 0
  private place = 0

  constructor(text: string) {
    this.text = plain(text)
  }

  read(): Heard {
    while (this.i < this.text.length) if (!this.one()) this.i += 1
    return this.heard
  }

  private take(which: RegExp): RegExpExecArray | null {
    which.lastIndex = this.i
    const found = which.exec(this.text)
    return found
  }

  private say(text: string, width: number, main: boolean): void {
    if (!this.heard.words.some((word) => word.text === lowered(text) && word.start === this.place && word.end === this.place + width - 1))
      this.heard.words.push({ text: lowered(text), start: this.place, end: this.place + width - 1, main })
  }

  private one(): boolean {
    return (
      this.url() ||
      this.single(pattern.address, (found) => found.split('@')[1]?.includes('.') ?? false) ||
      this.elision() ||
      this.plainWord()
    )
  }

  private elision(): boolean {
    const found = this.take(pattern.elision)
    if (found) this.i += found[0].length
    return found !== null
  }

  private plainWord(): boolean {
    if (this.single(pattern.word) || this.single(pattern.sign) || this.tag() || this.handle()) return true
    if (!this.single(pattern.flag) && !this.single(pattern.emoji)) return false
    this.heard.emoji = true
    return true
  }

  private single(which: RegExp, fits = (_: string) => true): boolean {
    const found = this.take(which)
    if (!found || !fits(found[0])) return false
    this.say(found[0], 1, true)
    this.place += 1
    this.i += found[0].length
    return true
  }

  private url(): boolean {
    const found = this.take(pattern.url)
    if (!found) return false
    this.heard.link = true
    const whole = lowered(found[0])
    this.heard.urls.push(whole)
    this.heard.hosts.push(...hostsOf(whole.replace(/^https?:\/\//, '')))
    this.place += 1
    this.i += found[0].length
    return true
  }

  private tag(): boolean {
    const found = this.take(pattern.tag)
    if (!found) return false
    this.heard.hashtag = true
    const cut = parts(found[1] ?? '')
    const width = Math.max(1, cut.length)
    this.say(found[0], width, true)
    this.say(found[1] ?? '', width, false)
    this.row(cut)
    this.place += width
    this.i += found[0].length
    return true
  }

  private row(cut: readonly string[]): void {
    const first = this.place
    for (const part of cut) {
      this.say(part, 1, false)
      this.place += 1
    }
    this.place = first
  }

  private handle(): boolean {
    const found = this.take(pattern.handle)
    if (!found) return false
    this.heard.mention = true
    const label = found[1] ?? ''
    const cut = label.split('-')
    for (const form of new Set([found[0], `@${label}`, `@${cut[0]}`])) this.say(form, cut.length, form === found[0])
    this.row(cut)
    this.place += cut.length
    this.i += found[0].length
    return true
  }
}

export const wordsOf = (text: string): Heard => new Reader(text).read()

/** Addresses that came beside the text. */
export function addBeside(heard: Heard, urls: readonly string[]): void {
  for (const url of urls) {
    const whole = lowered(plain(url.replace(/\s/g, '')))
    if (whole === '') continue
    heard.link = true
    heard.urls.push(whole)
    heard.hosts.push(...hostsOf(whole.replace(/^[a-z][a-z0-9+.\-]*:\/\//v, '')))
  }
}
