import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { SendContext, Step, Variant } from '../contract.ts'
import { webhook } from './connector.ts'
import { check, documentedLimits } from './limits.ts'
import { secretBytes, signedHeaders, verify } from './sign.ts'
import { measure, split } from './text.ts'

const CASES: TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji', '🥐', 1, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 7, []],
  ['a flag', '🇫🇷', 2, []],
  ['skin tone', '👍🏽', 2, []],
  ['keycap', '1️⃣', 3, []],
  ['heart with its selector', '❤️', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari', 'नि', 2, []],
  ['line end', 'a\nb', 3, []],
  ['white space around does not count', '  pain \n', 4, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['markup is text', '<b>&amp;</b>', 12, []],
  ['JSON is text', '{"a":"\\n"}', 10, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link with query', 'https://a.fr/?q=é#là', 20, ['link:https://a.fr/?q=é#là']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['two links', 'https://a.fr https://b.fr', 25, ['link:https://a.fr', 'link:https://b.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a script is no link', 'javascript:alert(1)', 19, []],
  ['a mention', '@lea merci', 10, ['mention:lea']],
  ['a mention with a dot', '@lea.pain', 9, ['mention:lea.pain']],
  ['a mention ends before a full stop', 'Merci @lea.', 11, ['mention:lea']],
  ['a mention in brackets', '(@lea)', 6, ['mention:lea']],
  ['a mail address is no mention', 'lea@exemple.fr', 14, []],
  ['a mention in a link is the link’s', 'https://m.fr/@lea', 17, ['link:https://m.fr/@lea']],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['everything together', '🥐 @lea voir https://a.fr/é #miam !', 34, ['mention:lea', 'link:https://a.fr/é', 'hashtag:miam']],
]

testText('webhook', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['@lea', '#pain'],
  hostile: ['@a.'.repeat(10_000), '@a-'.repeat(10_000)],
})

describe('the signature', () => {
  // The vector that the libraries of Standard Webhooks are tested with.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
  const body = Buffer.from('{"test": 2432232314}')
  const at = new Date(1_614_265_330_000)

  it('is that of Standard Webhooks', () => {
    expect(signedHeaders(secret, id, body, at)).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
    expect(verify(secret, new Headers(signedHeaders(secret, id, body, at)), body, at)).toBe('good')
  })

  it('holds for no other byte of the body', () => {
    const headers = new Headers(signedHeaders(secret, id, body, at))
    for (let i = 0; i < body.length; i++) {
      const changed = Buffer.from(body)
      changed[i] = (changed[i] ?? 0) ^ 1
      expect(verify(secret, headers, changed, at)).toBe('signature')
    }
  })

  it.each([
    ['', null],
    ['short', null],
    [`whsec_${Buffer.alloc(23).toString('base64')}`, null],
    [`whsec_${Buffer.alloc(24).toString('base64')}`, 24],
    ['a text of twenty-four ch', 24],
    ['x'.repeat(201), null],
  ])('takes %j as a secret of %j bytes', (given, length) => {
    expect(secretBytes(given)?.length ?? null).toBe(length)
  })
})

describe('webhook refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['words', sampleVariant('Bonjour'), []],
    ['nothing', sampleVariant(''), ['text_empty']],
    [
      'eleven pictures',
      sampleVariant(
        'x',
        Array.from({ length: 11 }, () => sampleImage()),
      ),
      ['too_many_images'],
    ],
    ['a film', sampleVariant('x', [sampleFilm()]), []],
    ['a film and a picture', sampleVariant('x', [sampleFilm(), sampleImage()]), ['mixed_media']],
    ['a poll', sampleVariant('x', [], { poll: { options: ['a', 'b'], multiple: false, seconds: 3600 } }), []],
    ['a poll of one', sampleVariant('x', [], { poll: { options: ['a', ''], multiple: false, seconds: 3600 } }), ['poll_options']],
    ['a story', sampleVariant('x', [], { placement: 'story' }), []],
    ['a quotation', sampleVariant('x', [], { quoteOf: { id: '1', version: null, url: null } }), ['option_not_accepted']],
  ])('%s', (_what, variant, codes) => {
    expect(check(variant, documentedLimits).map(({ code }) => code)).toEqual(codes)
  })
})

describe('the receiver of the README', () => {
  const secret = `whsec_${Buffer.from('thirty-two bytes of a good secret').toString('base64')}`
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-receiver-'))
  let child: ChildProcess
  let server = ''
  let printed = ''
  beforeAll(async () => {
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')) ?? []
    writeFileSync(join(folder, 'receiver.mjs'), code)
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const found = (probe.address() as AddressInfo).port
        probe.close(() => resolve(found))
      })
    })
    server = `http://127.0.0.1:${port}/pupitre`
    const env = { ...process.env, SECRET: secret, PORT: String(port) }
    child = spawn(process.execPath, ['receiver.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    for (let i = 0; i < 100 && !(await fetch(server).catch(() => null)); i++) await new Promise((resolve) => setTimeout(resolve, 50))
  })
  afterAll(() => {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  it('connects, publishes once, is asked, and takes away', async () => {
    const connecting = {
      fetch: globalThis.fetch,
      now: () => new Date(),
      signal: AbortSignal.timeout(20_000),
      redirectUri: 'http://127.0.0.1:4399/callback',
      clientId: null,
      clientName: 'Pupitre',
    }
    const connected = await webhook.connect.withSecret?.(connecting, { server, signingSecret: secret })
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ name: 'My program', handle: new URL(server).host })
    const ctx: SendContext = {
      ...connecting,
      ...connected,
      onCredentials: async () => undefined,
      readMedia: async () => Buffer.from('film'),
      onRequest: () => undefined,
      limits: documentedLimits,
    }
    const stepFor = (variant: Variant): Step => {
      const acts = webhook.plan(variant, null)
      return { key: crypto.randomUUID(), recordKey: null, act: webhook.complete(acts, 0, []) }
    }
    const step = stepFor(sampleVariant('Le pain est chaud', [sampleImage()]))
    expect(await webhook.reconcile(ctx, step, new Date())).toEqual({ kind: 'not_there' })
    const first = await webhook.send(ctx, step)
    expect((await webhook.send(ctx, step)).ref).toEqual(first.ref)
    expect(await webhook.reconcile(ctx, step, new Date())).toMatchObject({ kind: 'there', receipt: { ref: first.ref } })
    if (!first.ref) throw new Error('no reference')
    await webhook.send(ctx, { key: crypto.randomUUID(), recordKey: null, act: { kind: 'delete', of: 'post', target: first.ref } })
    expect(printed.trim().split('\n')).toEqual(['post.created Le pain est chaud', `post.deleted ${first.ref.id}`])

    const film = stepFor(sampleVariant('Au four', [sampleFilm()]))
    await expect(webhook.send(ctx, film)).rejects.toMatchObject({ kind: 'not_supported', nextStep: 'ask_person', sent: 'no' })
    await webhook.send({ ...ctx, mediaAddress: (id) => `https://desk.example/m/${id}` }, film)
    const wrong = { ...ctx.credentials, secret: { ...ctx.credentials.secret, signingSecret: 'another secret of its own' } }
    await expect(webhook.send({ ...ctx, credentials: wrong }, stepFor(sampleVariant('x')))).rejects.toMatchObject({ kind: 'unauthorized' })
  })
})
