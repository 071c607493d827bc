/** A language the model does not read, by its script where that tells it. */
const scripts: readonly [RegExp, string][] = [
  [/[іїєґ]/iu, 'uk'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Devanagari}/u, 'hi'],
  [/\p{Script=Bengali}/u, 'bn'],
  [/\p{Script=Tamil}/u, 'ta'],
  [/\p{Script=Georgian}/u, 'ka'],
  [/\p{Script=Armenian}/u, 'hy'],
  [/\p{Script=Ethiopic}/u, 'am'],
]

/** An ISO 639-1 code, or `other`. */
export function otherLanguage(text: string): string {
  return scripts.find(([script]) => script.test(text))?.[1] ?? 'other'
}

/** Only a text with letters beyond Latin can be in a script of its own. */
const beyondLatin = /(?!\p{Script=Latin})\p{L}/u

/** Arabic letters that only Persian or Urdu have. */
const notArabic: readonly [RegExp, string][] = [
  [/[ٹڈڑںے]/u, 'ur'],
  [/[پچژگ]/u, 'fa'],
]

/** The language of a text whose letters are mostly of a script, or have letters, that none of the eight languages has. */
export function foreignLanguage(text: string): string | undefined {
  if (!beyondLatin.test(text)) return undefined
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const known = text.match(/[\p{Script=Latin}\p{Script=Arabic}]/gu)?.length ?? 0
  if (letters > 0 && known * 2 < letters) return otherLanguage(text)
  return notArabic.find(([script]) => script.test(text))?.[1]
}
