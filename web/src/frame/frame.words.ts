import { defineWords } from '../ui/language.ts'

export const frameWords = defineWords({ fr: () => import('./frame.fr.ts'), en: () => import('./frame.en.ts') })
