import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const run = (input: string) => spawnSync(process.execPath, [join(import.meta.dirname, 'classify.ts')], { input, encoding: 'utf8' })

describe('language:classify', () => {
  it('answers line by line, in order, with every name that is promised', () => {
    const texts = ['Où est mon colis ?', 'great job 😍', 'ça sent le gaz ici, venez vite', '']
    const { stdout, status } = run(texts.map((text, id) => JSON.stringify({ id, text })).join('\n'))
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(status).toBe(0)
    expect(lines.map(({ id }) => id)).toEqual([0, 1, 2, 3])
    expect(Object.keys(lines[0] ?? {})).toEqual(
      'id lang intent intent_p sentiment sentiment_p emotion emotion_p toxic toxic_p attacks_team attacks_team_p urgent urgent_p abstain reasons'.split(
        ' ',
      ),
    )
    expect(lines[2]).toMatchObject({ urgent: true, lang: 'fr' })
    expect(lines[2]?.['reasons']).toContainEqual(expect.objectContaining({ head: 'urgent', rule: 'danger' }))
  })

  it('says which line it could not read and goes on', () => {
    const { stdout, stderr, status } = run('{"id":1,"text":"merci"}\nnonsense\n{"id":3}\n{"id":4,"text":"bonjour"}\n')
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toHaveLength(4)
    expect(lines[3]?.['id']).toBe(4)
    expect(stderr).toContain('line 2')
    expect(stderr).toContain('line 3')
    expect(status).toBe(1)
  })
})
