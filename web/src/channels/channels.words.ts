import { defineWords } from '../ui/language.ts'

export const channelsWords = defineWords({ fr: () => import('./channels.fr.ts'), en: () => import('./channels.en.ts') })
