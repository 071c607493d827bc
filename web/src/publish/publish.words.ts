import { defineWords } from '../ui/language.ts'

export const publishWords = defineWords({ fr: () => import('./publish.fr.ts'), en: () => import('./publish.en.ts') })
