/** What stands in French news and in what people say of it: events and judgements, good and bad. */
import type { WordLists } from './lexicon.ts'

export const news: WordLists = {
  bad: `pollution|s pollué|e|s|es polluant|e|s|es polluer pollueur|s catastrophe|s catastrophique|s désastre|s désastreux désastreuse menace|s menacé|e|s|es
    menacent menacer mort|s morte|s meurt mourir tué|e|s|es tue tuent blessé|e|s|es victime|s accident|s incendie|s fuite|s crise|s alerte|s alarmant|e|s|es
    inquiétant|e|s|es inquiet|s inquiète|s inquiétude|s danger|s dangereux dangereuse|s dangereusement toxique|s poison|s empoisonné|e|s|es empoisonner
    pesticide|s contaminé|e|s|es contamination irradié|e|s déchets disparition|s disparaît disparaissent disparu|e|s|es extinction massacre|s
    massacré|e|s|es braconnage braconnier|s déforestation sécheresse|s inondation|s inondé|e|s tempête|s ouragan canicule pénurie|s famine surpêche fonte fond
    effondrement effondre détruit|e|s|es détruire destruction|s ravage|s ravagé|e|s|es saccage saccagé|e|s bétonne bétonner bétonnage
    taxe|s taxé|e|s impôt|s hausse|s augmentation|s surcoût|s facture|s dette|s déficit faillite|s fermeture|s ferme|nt licenciement|s licenciés suppression|s
    supprimé|e|s|es chômage grève|s manifestation|s affrontement|s violence|s violent|e|s|es colère révolte|s dénonce|nt dénoncer accuse|nt accusé|e|s plainte|s
    condamné|e|s|es condamne procès scandale|s scandaleux scandaleuse mensonge|s ment menteur|s hypocrite|s hypocrisie trahi|e|s trahison abandon|s abandonné|e|s|es
    recul|s recule|nt reculade échec|s échoue échoué rate raté|e|s ratée|s retard|s bloqué|e|s|es blocage|s conflit|s guerre|s polémique|s critique|nt critiqué|e|s
    refus refuse|nt rejette rejeté|e|s interdit|e|s|es interdiction|s sanction|s amende|s lobby lobbies lobbying corruption fraude|s arnaque|s magouille|s
    pire pires aggrave aggravation dégradation dégradé|e|s nuisance|s nuisible|s nocif|s nocive|s maladie|s malade|s cancer|s risque|s risqué|e|s peur|s
    honteux honteuse honte ridicule|s absurde|s grotesque pitoyable|s lamentable|s minable|s foutaise|s fumisterie dogme|s dogmatique|s punitif punitive
    irresponsable|s incompétent|e|s|es incapable|s cynique|s cynisme imposture|s imposteur|s bidon marre insupportable|s inadmissible|s inacceptable|s
    indigne|s triste|s tristesse hélas malheureusement malheur|s dommage regrette|nt regrettable plombe coule enlise dérive|s tension|s
    divisé|e|s division|s déchire|nt rumeur|s soupçon|s soupçonné|e|s nucléaire radioactif|s radioactifs amiante gaspillage gaspille|nt`,
  good: `réussite|s réussi|e|s|es réussit succès victoire|s gagne|nt gagné|e gagnant|e|s lauréat|e|s prix récompense|s récompensé|e|s|es primé|e|s médaille|s
    record|s champion|ne|s performance|s performant|e|s innovation|s innovant|e|s|es innove|nt ingénieux ingénieuse astucieux astuce|s malin maligne
    prometteur prometteuse|s espoir|s espère|nt encourageant|e|s|es avancée|s avance|nt progrès progresse|nt amélioration|s améliore|nt améliorer facilite
    solution|s solidaire|s solidarité partage|nt partagé|e|s ensemble engagement|s engage|nt mobilisation|s soutien|s soutient soutiennent
    sauvé|e|s|es sauve|nt sauver sauvetage protège|nt protégé|e|s|es protection préserve|nt préservé|e|s|es retour renaissance renaît revit réintroduit|e|s
    propre|s durable|s vertueux vertueuse responsable|s équitable|s local|e|s locaux bio naturel|le|s|les économie économies économise|nt gratuit|e|s|es
    baisse|nt création|s crée créé|e|s emploi|s embauche|nt recrute|nt croissance investissement|s investit inaugure inauguration|s inauguré|e|s
    découverte|s découvrir découvrez beauté|s beau belle|s beaux splendide|s sublime|s merveille|s merveilleux merveilleuse|s superbe|s joli|e|s magique|s
    passionnant|e|s|es intéressant|e|s|es inspirant|e|s|es instructif instructive utile|s pratique|s simple|s facile|s efficace|s convaincant|e|s
    fier|s fière|s fierté heureux heureuse|s ravi|e|s|es content|e|s|es hâte plaisir|s joie|s bonheur sourire|s soleil ensoleillé|e fête|s fêter célèbre|nt
    félicitations félicite bravo chapeau remercie|nt merci courage courageux courageuse exemplaire|s exemple|s modèle|s référence|s pionnier|s pionnière|s
    leader|s excellence exceptionnel|le|s|les remarquable|s unique|s idéal|e|s idéales parfait|e|s|es meilleur|e|s|es mieux bienvenue bienvenu|e soutenez
    participez rejoignez ambitieux ambitieuse|s ambition|s opportunité|s chance|s enfin convivial|e|s délicieux délicieuse|s`,
}
