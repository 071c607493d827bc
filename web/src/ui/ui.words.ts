import { defineWords } from './language.ts'

export const uiWords = defineWords({ fr: () => import('./ui.fr.ts'), en: () => import('./ui.en.ts') })
