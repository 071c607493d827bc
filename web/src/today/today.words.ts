import { defineWords } from '../ui/language.ts'

export const todayWords = defineWords({ fr: () => import('./today.fr.ts'), en: () => import('./today.en.ts') })
