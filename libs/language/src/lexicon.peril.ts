/** What stands in messages that cannot wait: bodies, fire, water and current, the lost and the locked in, money that runs, farewells. */
import type { WordLists } from './lexicon.ts'

export const peril: WordLists = {
  danger: `respire respirer respirait gonfle|nt gonflé|e|s lèvres convulse convulsions vomit vomissent saigne saignent saignait hémorragie inanimé|e inconscients raide
    étouffe étrangle étranglé|e noie noyé|e noyade tremble fièvre tension insuline glycémie diabétique oxygène respirateur perfusion dialyse pacemaker défibrillateur
    infarctus avc cardiaque anaphylaxie adrénaline antidote poison avalé|e|s avale ingéré|e inhalé|e gélule|s comprimé|s cachet|s pilule|s gouttes
    étincelle|s grésille|nt surchauffe brûlé|e|s brûle fume fumait cloque|s cramé|e électrique courant câble|s nu dénudé|s fils tableau disjoncteur
    inonde inondation crue avalanche éboulement effondré|e|s effondre fissure|s plafond poutre passerelle barrage digue monoxyde chlore ammoniac javel
    acide solvant essence bidon|s propane siffle détecteur alarme évacué|e|s évacuer évacuation piégé|e|s enfermé|e|s prisonnier|s verrouillé|e|s
    abandonné|e|s oublié|e|s échoué|s égaré|e|s introuvable fugue fugué erre errait désorienté|e pyjama alzheimer démence autiste kidnapping enlèvement inconnu
    couteau fusil arme|s cagoule|s cagoulé|s agresse agressent agresseur suivi|e suit harceleur frappe|nt frappé|e viol|é|ée
    attouchement|s pédophile mineur|e|s nourrisson|s virement|s retrait|s usurpation usurpe escroc|s arnaque code|s coordonnées
    fichier|s identifiants iban fiches exposé|e|s accessible|s visible|s publics fuité chiffrées rançon ransomware intrusion compromis corrompu
    adieu pardonnez pardon derniers corde pendre pont rails viaduc quai toit falaise lettre|s testament disparaître épuisé|e 3114
    bouclage publions diffusons diffusion antenne rédaction afp bfm tf1 réagir réaction viral|e vues partages scandale lot|s rappel|é|és`,
}
