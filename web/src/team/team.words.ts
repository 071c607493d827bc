import { defineWords } from '../ui/language.ts'

export const teamWords = defineWords({ fr: () => import('./team.fr.ts'), en: () => import('./team.en.ts') })
