import { notMeant, type Rule, supposed } from './rule.ts'

const child =
  '(fils|fille|enfant|bebe|neveu|niece|petit-fils|petite-fille|gamin|gamine|garcon|son|daughter|child|kid|toddler|little (boy|girl)|boy|girl|nephew|niece|grandson|granddaughter)'

export const lostChild: Rule = {
  id: 'lost-child',
  fr: 'Une personne fragile est introuvable : prévenez la sécurité du lieu et la police (17, 112) tout de suite, demandez âge, vêtements et dernier endroit.',
  en: 'A child or frail person is missing: alert site security and the police (112, 911, 999) at once; ask for age, clothes and the last place seen.',
  sets: { urgent: true, intent: 'crisis_signal', keeps: ['request', 'question'], neverGood: 'fear' },
  when: [
    /\bma (petite|puce) (a disparu|n'est plus|s'est perdue)\b|\b(perdu|retrouve plus|trouve plus) (ma|notre) (petite|puce)\b/,
    new RegExp(
      `\\b(perdu|perdus|cherche|cherchons|cherchent|retrouve plus|trouve plus|trouvons plus|lost|can'?t find|cannot find|looking for) (de vue )?(mon|ma|notre|un|une|le|la|our|my|a|the) (petite? |little )?${child}\\b`,
    ),
    new RegExp(
      `\\b(mon|ma|notre|my|our|un|une|a) (petite? |little )?${child}\\b.{0,50}\\b(a disparu|est (perdue?|introuvable)|n'est (jamais |pas |plus )(descendue?|sortie?|rentree?|revenue?|dans la)|est montee? seule?|s'est perdue?|seule? (dans|sur|devant|a)|is (missing|lost|gone)|has (disappeared|gone missing)|disappeared|vanished|never (got off|came back|came out)|got on .{0,20}alone|ran off)\\b`,
    ),
    /\b(mon|ma|notre|un|une|my|our|an?) (\w+ )?(pere|mere|grand-pere|grand-mere|papa|maman|monsieur|dame|papi|mamie|father|mother|grandfather|grandmother|dad|mum|mom|old (man|lady))\b.{0,60}\b(alzheimer|desoriente\w*|dementia|disoriented|confused)\b(?!.{0,80}\b(cheques?|abus de faiblesse|plainte)\b)/,
    /\b(petit garcon|petite fille|bebe|enfant|gamin|little boy|little girl|toddler|baby|child|kid)\b.{0,40}\b(tout(e)? seul(e)?|pleure seule?|enfermee? dans (la|une) voiture|locked in (the|a) car|all alone|on (his|her|their) own)\b/,
  ],
  unless: [
    ...notMeant,
    ...supposed,
    /\b(doudou|peluche|lapin|ours|chat|chien|chatte|perruche|nain|bonnet|manteau perdu|gourde|jouet|montre|telephone|teddy|toy|plush|dog|cat|jacket|phone|ipad)\b/,
    /\b(cadeau|stage|taille|ecole|creche|inscri\w*|idee|activite|vetement|pointure|lit|siege|poussette|gift|school|size|camp|nursery|course|class) (pour|de|for)\b|\bpour (mon|ma|notre|un|une) \w+ de \d+ (ans|mois)\b|\bfor (my|our|a) \d+.?(yo|year)/,
    /\b(l'(a|ont|avez) (vite |aussitot )?(retrouve|aide)e?|l'ete dernier|toute l'annee|il y a deux ans|a (1[89]|[2-9]\d) ans|book|reserver|assistance|soldes|tremblait|retrouvee? (saine?|vite|grace)|a ete retrouve|we found|was found|merci de l'avoir|thanks for finding|on l'a retrouve)\b/,
    /\b(au tarot|son calme|patience|dans les rayons lego|aux perruches|chez les perruches|appetit|sourire|match|la finale)\b/,
  ],
  yes: [
    "j'ai perdu ma fille de 5 ans dans le magasin, robe bleue, aidez-moi",
    'Mon fils n’est jamais descendu du bus scolaire',
    'ma petite fille a disparu près du manège',
    'on ne retrouve plus notre petit garçon, entrée sud',
    'Mon père, Alzheimer, est sorti de la gare vers 15 h',
    "I can't find my daughter, she's 4, red coat, near the fountain",
    'my son never got off the school bus',
    'bébé enfermé dans la voiture sur votre parking',
    'ma fille de 4 ans a disparu pendant que je faisais signer un contrat',
  ],
  no: [
    'On a perdu le doudou de ma fille, un lapin gris',
    'Je cherche un cadeau pour mon fils de 6 ans',
    'J’ai perdu mon mari chez vous, il est au rayon bricolage mdr',
    'Merci aux agents, mon fils a été retrouvé en dix minutes',
    'cherche une activité pour ma fille mercredi',
    "We lost my son's jacket at the pool",
    'Looking for a school for my daughter',
    'mon chat a disparu depuis hier',
  ],
}
