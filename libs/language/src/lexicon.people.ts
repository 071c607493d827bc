/** Who works for a brand, and what people call them when they mean to hurt. */
import type { WordLists } from './lexicon.ts'

export const people: WordLists = {
  staff: `moniteur|s monitrice|s éducateur|s éducatrice|s animateur|s animatrice|s soignant|e|s vigile|s gardien|ne|s bénévole|s journaliste|s présentateur
    présentatrice chroniqueur chroniqueuse|s arbitre|s entraîneur|s coach|s coiffeur coiffeuse|s esthéticienne|s pharmacien|ne|s préparatrice dentiste|s véto|s
    vétérinaire|s notaire|s clerc facteur|s factrice pervenche cuisinier|s cuisinière pâtissier|s pâtissière boulanger|s boulangère|s boucher|s bouchère libraire|s
    bibliothécaire|s professeure|s maître maîtresse|s instit instituteur institutrice|s proviseur|e principal|e cpe surveillant|e|s élu|e|s maire adjoint|e|s
    fonctionnaire|s développeur|s développeuse|s dev|s graphiste|s pilote|s steward|s capitaine plombier|s électricien|s chauffagiste|s serrurier|s ouvrier|s
    artisan|s commercial commerciaux commerciale|s gestionnaire|s assistant|e|s veilleur concierge|s nounou|s auxiliaire|s kiné|s ambulancier|s brancardier|s
    interne|s chirurgien|ne|s psy|s recruteur|s recruteuse|s rh drh formateur|s formatrice|s guide|s guides réceptionniste|s croupier barman barmaid
    releveur|s relieur mécano|s garagiste|s dépanneur|s déménageur|s contremaître ingénieur|s syndic banquier|s banquière|s courtier|s assureur|s expert|e|s
    postier|s postière|s douanier|s policier|s policière|s gendarme|s pompier|s éboueur|s jardinier|s jardinière fleuriste|s photographe|s traiteur dj célébrant`,
  insult: `buse|s cruche|s dinde|s oie bécasse|s limace|s larve|s cloporte|s sangsue|s vautour|s hyène|s vipère|s chacal|s baudet âne|s mule|s mollusque|s moule|s
    huître poulpe bigorneau cornichon|s courge|s patate|s tanche|s truffe|s nouille|s andouille|s saucisse|s quiche|s gourde|s cloche|s potiche|s pimbêche|s
    mégère|s harpie|s sorcière carne boniche|s bonniche|s sbire|s plumitif|s incompétent|e|s|es minable|s médiocre|s escroc|s voleur|s voleuse|s menteur|s
    arnaqueur|s arnaqueuse bandit|s truand|s mafieux mafia racketteur|s charognard|s rapace|s profiteur|s profiteuse planqué|e|s glandeur|s glandeuse|s
    branquignol|e|s pignouf|s zigoto|s pantin|s naze|s nazes nullard|e|s nullos ignare|s inculte|s analphabète|s illettré|e|s demeuré|e|s arriéré|e|s simplet
    simplette lobotomisé|e|s décérébré|e|s neuneu|s qi cervelle|s neurone|s bouseux bouseuse péquenaud|e|s plouc|s beauf|s soûlard|s soûlarde ivrogne|s
    alcoolo|s poivrot|s puceau|x boutonneux boutonneuse cloaque fumier|s enflure|s raclure|s vendu|e|s ripou|x pourri|e|s collabo|s facho|s nazi|s kapo|s
    esclavagiste|s bourreau|x tortionnaire|s sadique|s hystérique|s folle|s frustré|e|s malotru|s rustre|s goujat|s mufle|s
    macaque|s babouin|s gorille|s guenon ouistiti chimpanzé|s bestiau|x bétail veau|x mouton|s pigeon|s dindon|s ramassis tas bande meute clique`,
}
