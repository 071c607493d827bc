import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connector, Limits, Media, TextSpan, Variant } from '../contract.ts'

/** [what, text, length as the network counts, spans as `kind:value`] */
export type TextCase = readonly [what: string, text: string, length: number, spans: readonly string[]]

type TextRules = Pick<Connector, 'measure' | 'split'> & {
  cases: readonly TextCase[]
  /** Limits to cut at: those of the network, or smaller ones where these would make the test long. */
  limits: Limits
  /** Words that this network counts in a way of its own. */
  words: readonly string[]
  /** Texts made to slow a reader down. */
  hostile?: readonly string[]
}

const HOSTILE = [
  '\n'.repeat(20_000),
  'https://a.'.repeat(3_000),
  '#é'.repeat(10_000),
  '@a'.repeat(10_000),
  '<'.repeat(20_000),
  `https://${'('.repeat(20_000)}`,
]

const sign: Record<TextSpan['kind'], string> = { link: '', mention: '@', hashtag: '#' }

/** The counter and the cutter of one network: at least forty cases, nothing lost when cutting, no text that takes long. */
export function testText(network: string, { cases, measure, split, limits, words, hostile = [] }: TextRules): void {
  describe(`${network} counts as the network does`, () => {
    it('on at least forty cases', () => expect(cases.length).toBeGreaterThanOrEqual(40))

    it.each(cases)('%s', (_what, text, length, spans) => {
      const measured = measure(text)
      expect(measured.length).toBe(length)
      expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
      for (const { start, end, kind, value } of measured.spans) expect([value, sign[kind] + value]).toContain(text.slice(start, end))
    })

    it('splits into pieces that fit, and loses nothing but white space', () => {
      const word = fc.constantFrom('pain', 'levain.', 'https://exemple.fr/longue/adresse', '👩‍👩‍👧‍👦', 'é'.repeat(120), '\n\n', 'Oui !', ...words)
      fc.assert(
        fc.property(fc.array(word, { maxLength: 60 }), (list) => {
          const text = list.join(' ')
          const pieces = split(text, limits)
          for (const piece of pieces) expect(measure(piece).length).toBeLessThanOrEqual(limits.text.max)
          expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
        }),
        { numRuns: 60 },
      )
    })

    it.each([...HOSTILE, ...hostile].map((text) => [`${text.slice(0, 12)}…`, text] as const))('reads %j to its end', (_name, text) => {
      const { spans } = measure(text)
      for (const { start, end } of spans) expect(end).toBeGreaterThan(start)
    })
  })
}

export const sampleImage = (more: Partial<Media> = {}): Media => ({
  id: 'm',
  mimeType: 'image/jpeg',
  bytes: 1000,
  width: 1000,
  height: 1500,
  alt: { kind: 'text', text: 'Une miche' },
  focus: { x: 0, y: 0 },
  ...more,
})

export const sampleFilm = (more: Partial<Media> = {}): Media =>
  sampleImage({ mimeType: 'video/mp4', bytes: 1_000_000, width: 1080, height: 1920, seconds: 20, ...more })

export const sampleVariant = (text: string, media: Media[] = [], more: Partial<Variant> = {}): Variant => ({
  items: [{ text, media }],
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
  ...more,
})
