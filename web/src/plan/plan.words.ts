import { defineWords } from '../ui/language.ts'

export const planWords = defineWords({ fr: () => import('./plan.fr.ts'), en: () => import('./plan.en.ts') })
