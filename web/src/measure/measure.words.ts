import { defineWords } from '../ui/language.ts'

export const measureWords = defineWords({ fr: () => import('./measure.fr.ts'), en: () => import('./measure.en.ts') })
