import { notMeant, type Rule } from './rule.ts'

export const legal: Rule = {
  id: 'legal',
  fr: 'Une démarche en justice est annoncée : ne répondez pas sur le fond en public, transmettez au service juridique.',
  en: 'Legal action is announced: do not argue in public, pass it on to your legal department.',
  sets: { intent: 'crisis_signal' },
  when: [
    /\b(mon avocate?|mes avocats|nos avocats|notre avocate?|mon conseil|notre conseil|un huissier) (vous|va|vont|est|prend\w*|saisi\w*|assign\w*|se chargera|prendra|ecrira|contactera)\b/,
    /\b(je|nous|on) (vous )?(assigne(rai|rons|ra|ons)?|poursui(s|vrai|vrons|vra)|attaque(rai|rons)? en justice|traine(rai|rons)? (devant|en))\b/,
    /\b(je|nous|on) (vais |allons |va )?(vous )?(saisir?|saisis|saisit|saisissons|saisirai|saisirons|saisira|porter?|portons|porterai|depose|deposons|deposerai|deposer) (ce jour )?(la |le |l'|les )?(plainte|cnil|dgccrf|tribunal|justice|mediateur|procureur|prud'hommes|acpr|ddpp|defenseur des droits|inspection du travail)\b/,
    /\b(mise en demeure|vaut mise en demeure|assignation|saisine du tribunal|saisirai le tribunal|devant (le tribunal|les tribunaux|la justice)|partie civile|refere)\b/,
    /\b(plainte (a ete )?deposee|j'ai (deja )?depose plainte|plainte en cours|action collective|recours collectif)\b/,
    /\b(my|our) (lawyers?|attorneys?|solicitors?|legal team) (will|is|are|has|have|would)\b|\b(see you|taking you|take you|sue you|suing you|i('ll| will| am going to) sue|we('ll| will) sue)( all)?\b.{0,12}\b(in court|to court|court|sue|suing|for)?\b|\bclass action\b|\blegal action\b|\bletter before (action|claim)\b|\bcease and desist\b|\bfiled a (complaint|lawsuit|claim) (with|against|in)\b/,
  ],
  unless: [
    ...notMeant,
    /\b(brioche|pantalon|jeans?|balance|gateau|chocolats?|patisserie|croissants?|pistachio|pastr\w+|cake)\b/,
    /\bporte plainte (pour|contre) (exces|mes? (cuisses|hanches|kilos|balance)|ma balance)|\bou je porte plainte\b|\baugmentez-l/,
    /\b(menacerai pas|pas (d'|question d'|l'intention d')?(avocat|aller en justice|porter plainte)|sans aller (jusqu'a|en)|not going to sue|won'?t sue|no lawyer)\b/,
    /\b(see you)\b(?!.{0,12}court)/,
    /\b(cherche|recommande\w*|besoin d') ?(un |une )?avocate?\b|\blooking for a lawyer\b|\bavocats? (et|aux|au|vinaigrette|toast|bien murs?|murs?|pas murs?|durs?|trop)\b/,
    /\b(portez|avez|peut-on|puis-je|dois-je|faut-il|can i|should i|do i)\b.{0,20}\b(plainte|assurance|sue)\b.*\?/,
  ],
  yes: [
    'Mon avocat vous écrira lundi',
    'Sans réponse sous huit jours, je saisirai le tribunal',
    'Le présent message vaut mise en demeure',
    "J'ai déposé plainte contre votre agence ce matin",
    'Nous saisissons la CNIL',
    "You'll hear from us: my lawyer will contact you on Monday",
    'We are considering a class action against your company',
    "I'll sue you for this, see you in court",
  ],
  no: [
    'Vos avocats sont trop durs, impossible à manger',
    'je porte plainte pour excès de gourmandise',
    'Je cherche un avocat spécialisé, vous en connaissez ?',
    'Je ne menacerai pas d’avocat, je suis patient',
    'See you in Lyon on Friday',
    'Puis-je porter plainte si mon assurance refuse ?',
    'Sue from accounting was lovely',
  ],
}
