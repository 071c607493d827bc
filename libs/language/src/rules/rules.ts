/** The safety rules, gravest first. A model never overrules them. */
import { danger } from './danger.ts'
import { dataLeak } from './data-leak.ts'
import { fraud } from './fraud.ts'
import { legal } from './legal.ts'
import { lostChild } from './lost-child.ts'
import { press } from './press.ts'
import { fires, type Rule } from './rule.ts'
import { selfHarm } from './self-harm.ts'
import { stranded } from './stranded.ts'
import { threat } from './threat.ts'

export const rules: readonly Rule[] = [selfHarm, lostChild, danger, threat, fraud, dataLeak, stranded, press, legal]

/** The rules that fire at this folded text. */
export function rulesAt(folded: string): Rule[] {
  return rules.filter((rule) => fires(rule, folded))
}
