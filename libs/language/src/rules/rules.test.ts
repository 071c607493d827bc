import { describe, expect, it } from 'vitest'
import { foldText } from '../fold.ts'
import { fires } from './rule.ts'
import { rules } from './rules.ts'

describe.each(rules)('rule $id', (rule) => {
  it.each(rule.yes)('fires at: %s', (text) => {
    expect(fires(rule, foldText(text))).toBe(true)
  })
  it.each(rule.no)('holds its tongue at: %s', (text) => {
    expect(fires(rule, foldText(text))).toBe(false)
  })
})
