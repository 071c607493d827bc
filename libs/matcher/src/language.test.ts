import { describe as suite, expect, it } from 'vitest'
import { sameQuery } from './ast.ts'
import { describe } from './describe.ts'
import { QueryError } from './errors.ts'
import { explain } from './explain.ts'
import { type Form, formToExpression, formToTree, treeToForm } from './form.ts'
import { format } from './format.ts'
import { parse } from './parse.ts'
import { randomGroups, randomOf, randomPost, randomQuery } from './testing/random.ts'
import { hear, Reference } from './testing/reference.ts'

function wellFormed(seed: number, count: number): string[] {
  const random = randomOf(seed)
  const out: string[] = []
  while (out.length < count) {
    const source = randomQuery(random)
    try {
      parse(source)
      out.push(source)
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
    }
  }
  return out
}

function failure(source: string): QueryError {
  try {
    parse(source)
  } catch (error) {
    if (error instanceof QueryError) return error
  }
  throw new Error(`${source} should not parse`)
}

suite('format', () => {
  it.each(['fr', 'en'] as const)('writes in %s what reads as the same query', (language) => {
    for (const source of wellFormed(5, 3000)) {
      const node = parse(source)
      const written = format(node, language)
      expect(sameQuery(parse(written), node), `${source} → ${written}`).toBe(true)
      expect(format(parse(written), language)).toBe(written)
    }
  })

  it('changes the spelling, not the query', () => {
    expect(format(parse('(orange OR sosh) panne NOT fruit lang:fr'), 'fr')).toBe('(orange OU sosh) ET panne SAUF fruit ET langue:fr')
    expect(format(parse('orange AVANT/2 «panne réseau» abonnés>10'), 'en')).toBe('orange ONEAR/2 "panne réseau" AND followers>10')
  })
})

suite('form', () => {
  const form: Form = {
    any: ['orange', 'sosh'],
    all: ['panne réseau', 'fibr*'],
    none: ['fruit', '"jus d’orange"'],
    langs: ['fr', 'en'],
    networks: ['bluesky'],
  }

  it('is an expression', () => {
    expect(formToExpression(form)).toBe(
      '(orange OU sosh) ET "panne réseau" ET fibr* SAUF fruit SAUF "jus d’orange" ET (langue:fr OU langue:en) ET réseau:bluesky',
    )
  })

  it('comes back without loss', () => {
    const tree = formToTree(form)
    const back = treeToForm(tree)
    expect(back).toEqual({ ...form, all: ['"panne réseau"', 'fibr*'] })
    expect(sameQuery(formToTree(back as Form), tree)).toBe(true)
  })

  it('is given for whatever fits it, and is then the same query', () => {
    let fitting = 0
    for (const source of wellFormed(9, 3000)) {
      const node = parse(source)
      const back = treeToForm(node)
      if (!back) continue
      fitting += 1
      expect(treeToForm(formToTree(back)), source).toEqual(back)
    }
    expect(fitting).toBeGreaterThan(500)
  })

  it('refuses what it cannot say', () => {
    for (const source of ['a NEAR/2 b', '(a OU b) (c OU d)', 'a SAUF (b c)', 'site:x.fr a', 'a OU (b c)'])
      expect(treeToForm(parse(source))).toBeNull()
  })
})

suite('describe', () => {
  it.each([
    ['orange OU sosh', 'Messages avec « orange » ou « sosh ».', 'Posts with “orange” or “sosh”.'],
    [
      '(orange OU sosh) "panne réseau" SAUF fruit lang:fr',
      'Messages avec (« orange » ou « sosh ») et l’expression « panne réseau », en français, sans « fruit ».',
      'Posts with (“orange” or “sosh”) and the phrase “panne réseau”, in French, without “fruit”.',
    ],
    [
      'panne NEAR/3 réseau followers>1000',
      'Messages avec « panne » à 3 mots au plus de « réseau » et un auteur suivi par plus de 1 000 comptes.',
      'Posts with “panne” at most 3 words from “réseau” and an author followed by more than 1,000 accounts.',
    ],
  ])('%s', (source, fr, en) => {
    const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ')
    expect(plain(describe(parse(source), 'fr'))).toBe(fr)
    expect(describe(parse(source), 'en')).toBe(en)
  })
})

suite('errors', () => {
  it.each([
    ['', 'empty', 0],
    ['"panne', 'quote-open', 0],
    ['a «b', 'quote-open', 2],
    ['a (b', 'parenthesis-open', 2],
    ['a) b', 'parenthesis-extra', 1],
    ['a OU', 'operator-alone', 2],
    ['ET a', 'operator-alone', 0],
    ['a NEAR/2', 'operator-alone', 2],
    ['a ()', 'empty-parentheses', 2],
    ['a NEAR b', 'near-number', 2],
    ['a or*', 'wildcard-short', 2],
    ['*phone', 'wildcard-leading', 0],
    ['"orang* vert"', 'wildcard-quoted', 0],
    ['a couleur:rouge', 'filter-unknown', 2],
    ['a NEAR/101 b', 'near-wide', 2],
    ['a NEAR/3 (b ET c)', 'near-operand', 10],
    ['a !!', 'punctuation', 2],
    ['-a', 'only-exclusions', 0],
    ['a OU -b', 'only-exclusions', 0],
    ['a has:piscine', 'has-unknown', 2],
    ['a followers>beaucoup', 'number', 2],
    ['freq>=2', 'freq-alone', 0],
    ['https://x.fr', 'address', 0],
    ['a lang:,', 'filter-empty', 2],
    ['a '.repeat(40_000), 'too-long', 65_536],
    [`${'('.repeat(300)}a`, 'too-deep', 200],
  ])('%j', (source, code, position) => {
    const error = failure(source)
    expect([error.code, error.position]).toEqual([code, position])
    expect(error.fr).not.toBe(error.en)
  })

  it('says which filters there are', () => {
    expect(failure('foo:bar').fr).toContain('lang:')
    expect(failure('foo:bar').en).toContain('site:')
  })
})

suite('explain', () => {
  it('marks the words that count', () => {
    const text = 'Une panne chez l’Orange, #CommunityManager'
    const { matches, marks } = explain('orange "community manager" (panne OU coupure)', { text })
    expect(matches).toBe(true)
    expect(marks.map(({ from, until }) => text.slice(from, until))).toEqual(['panne', 'Orange', 'Community', 'Manager'])
  })

  it('says why a post does not match', () => {
    const { matches, reasons } = explain('orange panne SAUF fruit', { text: 'un fruit orange' })
    expect(matches).toBe(false)
    expect(reasons.map(({ met }) => met)).toEqual([true, false, false])
    expect(reasons[1]?.fr.replaceAll('\u202f', ' ')).toBe('Manque : « panne ».')
    expect(reasons[2]?.en).toBe('Excluded by: “fruit”.')
  })

  it('agrees with brute force', () => {
    const groups = new Map(Object.entries(randomGroups).map(([name, source]) => [name, parse(source)] as const))
    const reference = new Reference(groups)
    const random = randomOf(77)
    const queries = wellFormed(13, 150).map((source) => ({ source, node: parse(source) }))
    for (let i = 0; i < 60; i += 1) {
      const post = randomPost(random)
      const heard = hear(post)
      for (const { source, node } of queries)
        expect(explain(node, post, groups).matches, `${source} | ${post.text}`).toBe(reference.matches(node, heard))
    }
  })
})
