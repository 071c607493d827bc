import { expect, it } from 'vitest'
import { strengthOf } from './strength.ts'

it.each([
  ['court', 'short', 7],
  ['aaaaaaaaaaaaaaaa', 'repeated', 0],
  ['abcdefghijklmnop', 'weak', 0],
  ['maisonlevain1', 'own', 0],
  ['un four, trois farines et du sel', 'strong', 0],
])('%s is %s', (password, reason, missing) => {
  expect(strengthOf(password, ['Ana Ferreira', 'ana@maisonlevain.fr'])).toMatchObject({ reason, missing })
})
