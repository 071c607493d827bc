import { defineWords } from '../ui/language.ts'

export const engageWords = defineWords({ fr: () => import('./engage.fr.ts'), en: () => import('./engage.en.ts') })
