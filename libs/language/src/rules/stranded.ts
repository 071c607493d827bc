import { notMeant, type Rule, supposed } from './rule.ts'

export const stranded: Rule = {
  id: 'stranded',
  fr: 'Des personnes sont bloquées maintenant : demandez où, combien et dans quel état, et prévenez l’astreinte ou les secours.',
  en: 'People are stranded right now: ask where, how many and in what state, and alert the person on duty or emergency services.',
  sets: { urgent: true, intent: 'request', keeps: ['question', 'crisis_signal', 'complaint'] },
  when: [
    /\b(coince[es]*|bloque[es]*|enferme[es]*|prisonnier\w*)\b.{0,30}\b(dans (l'|un |le |votre )?(ascenseur|tunnel|train|metro|rame|telepherique|telesiege|manege|sas|parking souterrain|cave|toilettes|chambre froide|grande roue|bus|avion)|sur le (toit|balcon|telesiege|manege))\b/,
    /\b(stuck|trapped|locked)\b.{0,25}\b(in|inside|on) (the|an?|your) (lift|elevator|tunnel|train|subway|metro|cable car|chairlift|ride|car park|basement|toilets?|bathroom|cold room|roof|balcony|bus|plane|ferris wheel)\b/,
    /\b(on est|nous sommes|je suis|we are|we're|i am|i'm)\b.{0,25}\b(en panne|broken down|stranded|abandonnes?|laisses? (a|au|sur)|a la rue|sans hebergement|stuck at (the )?(airport|station|border|terminal))\b.{0,90}\b(autoroute|bande d'arret|a\d{1,2}\b|nuit|froid|neige|enfants?|bebe|petits?|enceinte|frontiere|etranger|plus de (train|bus|batterie|insuline)|dernier (train|bus)|motorway|highway|freezing|night|kids|children|baby|pregnant|no (phone|money|battery)|border|abroad|snow|dark)\b/,
    /\b(dernier (train|bus|car|ferry|bateau) (supprime|annule|parti)|last (train|bus|ferry) (cancelled|canceled|gone|left))\b.{0,90}/,
    /\b(carte avalee|sans un sou|passeport vole|no money|card (was )?swallowed|passport (was )?stolen)\b.{0,60}\b(etranger|abroad|nuit|night|aeroport|airport|aidez|help)\b|\b(etranger|abroad)\b.{0,40}\b(sans un sou|carte avalee|no money|passport stolen)\b/,
  ],
  unless: [
    ...notMeant,
    ...supposed,
    /\b(a l'etape|paiement|page|niveau|mise a jour|telechargement|sur l'ecran|application|appli|panier|step \d|checkout|level|update|loading|screen|app)\b/,
    /\b(merci pour rien|c'etait|vous appelez ca|thanks for nothing)\b/,
    /\b(hier|samedi dernier|la semaine derniere|le mois dernier|mardi dernier|avons ete|ai ete|avions ete|etions|etais|sommes restes|suis restee?|yesterday|last (week|month|night)|were stuck|was stuck|got stuck|have been refunded)\b/,
    /\bparti\b.{0,25}\ben avance\b/,
    /\b(avec toi|entre deux|dans les annees|dans mes pensees|dans ma tete|in my head|in the 90s|in love)\b/,
  ],
  yes: [
    'Coincés dans l’ascenseur depuis 25 minutes, une dame fait un malaise',
    'on est bloqués dans le tunnel sans lumière',
    'Dernier train supprimé, une trentaine de personnes sur le quai',
    'Je suis en panne sur la bande d’arrêt de l’A7 avec deux petits',
    'We are stuck in the elevator, nobody answers the intercom',
    "I'm abroad with no money, card swallowed, please help",
    'on est enfermés sur le balcon, il gèle',
  ],
  no: [
    'Je suis bloqué à l’étape du paiement dans le train de commande',
    'Hier on est restés coincés dans l’ascenseur, merci au gardien',
    'bloquée dans mes pensées',
    'Stuck on level 12 of your game',
    'We were stuck in the lift last week, still no apology',
    'Que faire si on est bloqués dans le télésiège ?',
    'Je suis en panne d’inspiration',
  ],
}
