import { defineWords } from '../ui/language.ts'

export const createWords = defineWords({ fr: () => import('./create.fr.ts'), en: () => import('./create.en.ts') })
