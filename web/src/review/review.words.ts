import { defineWords } from '../ui/language.ts'

export const reviewWords = defineWords({ fr: () => import('./review.fr.ts'), en: () => import('./review.en.ts') })
