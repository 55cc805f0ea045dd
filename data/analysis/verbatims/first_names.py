"""First names that are common in France, for finding names without a language model.

A list of our own, folded (small letters, no accents), of many origins, and not complete. `SURE`
names are hardly ever anything else; `UNSURE` ones are words or months too, so that a capital at
the beginning of a sentence proves nothing.
"""

from typing import Final

from data.analysis.verbatims.words import listed

SURE: Final = listed(
    """
    abdel abdelkader abdou abdoulaye achille adam adama adele adeline adrien agathe agnes ahmed
    aicha aissatou alain alban albert alexandra alexandre alexia alexis ali alice alicia aline
    alix alphonse amadou amandine amel amelie amina aminata amine amir anais anatole andre
    andrea andree angele angelique anissa anita anne annick annie anthony antoine antoinette
    antonio arlette armand armelle arnaud arthur assia astrid audrey augustin aurelie aurelien
    awa axel axelle aya ayoub aziz baptiste barbara bastien beatrice benedicte benjamin benoit
    bernadette bernard berthe bertrand bilal bintou boris boubacar brahim brigitte bruno camille
    carine carla carlos carole caroline catherine cathy cecile cedric celia celine chantal
    charlene charles charlotte cheikh chloe christelle christian christiane christine christophe
    cindy clarisse claude claudette claudine clea clemence clement clementine clotilde colette
    coralie corentin corinne cyril cyrille damien daniel daniele danielle david deborah delphine
    denis denise diana didier dimitri dominique dylan edith edouard elena eliane elias eliott
    elisa elisabeth elise elodie eloise elsa emeline emile emilie emilien emma emmanuel
    emmanuelle enzo eric erika erwan esteban estelle esther ethan etienne eugene eugenie eva eve
    evelyne fabien fabienne fabrice fadila fanny farid farida fatiha fatima fatima-zohra fatma
    fatou fatoumata faustine felix fernand fernande fernando flavie florence florent florian
    francine francis francisco franck francois francoise frederic frederique gabin gabriel
    gabrielle gael gaelle gaetan genevieve georges georgette gerald geraldine gerard germaine
    ghislaine gilbert gilberte gilles ginette gisele gregory guillaume gustave guy gwenaelle
    habib hakim halima hamid hamza hanane hanna hassan hawa helena helene henri henriette herve
    hicham hocine hubert hugo hugues huguette ibrahim ibrahima idriss igor ilyes imane ines
    ingrid irene isabelle ismael ivan jacqueline jacques jade jamal jamila janine jawad jean
    jeanne jeannine jennifer jeremie jeremy jerome jessica joao joel joelle johan johanna johnny
    jonathan jordan jose joseph josephine josette josiane joyce juan jules julia julie julien
    juliette justine kader kamel karim karima karine katia kevin khadija khaled khalid kylian
    laetitia lahcen laila lamia lamine lara larissa latifa laura laure laurence laurent laurie
    lea leila lena leo leon leonie leontine leyla lila lilian liliane lina linda lionel lisa
    lise loic lola lorenzo louane loubna louis louise luc lucas lucette lucie lucien lucienne
    ludivine ludovic lydia lydie lyna maelle maelys magali mahamadou malik malika mamadou manon
    manuel manuela marc marcel marcelle margaux margot maria mariam mariama marianne marie
    marielle marina mario marion marius marjorie marlene marthe martial martine maryline maryse
    maryvonne mateo matheo mathias mathieu mathilde mathis matthieu maud maurane maurice max
    maxence maxime maximilien mehdi melanie melina melissa melvin michel michele micheline
    michelle mickael miguel mikael mireille mohamed mohammed moise monique morgane mostafa mouna
    mourad moussa muriel murielle mustapha myriam nabil nadege nadia nadine naima najat nassim
    natacha nathalie nathan nawel nelly nicolas nicole nina noah noe noelle nolan nora norbert
    nordine nour noura odette odile olga olivia olivier omar ophelie oscar oumar oumou ousmane
    pablo pascale patrice patricia patrick paul paula paulette pauline pedro perrine philippe
    pierre-yves pierrette pierrick priscilla quentin rabah rachel rachid rachida raoul raphael
    raphaelle raymond raymonde rebecca regine regis remi remy renaud rene renee ricardo richard
    robert roberto robin rodolphe rodrigue roger roland rolande romain romane romuald ronan
    rosalie roseline ryan sabine sabrina sacha said saida salah salim salima sami samia samir
    samira samuel samy sandra sandrine sara sarah sebastien selim selma serge severine sidonie
    simon simone slimane sofia sofiane solange solene sonia sophie souad soukaina soumaya stella
    stephane stephanie steven suzanne suzette svetlana sylvain sylvaine sylvette sylvia sylviane
    sylvie tarik tatiana teresa thais theo theodore theophile therese thibault thibaut thierry
    thomas tiago timeo timothee tiphaine tom tony tristan ugo ulysse valentin valentine valerie
    vanessa veronique victor victoria vincent vincente virginie viviane vladimir wafa walid
    wassim wendy wilfried william xavier yacine yael yamina yanis yann yannick yasmina yasmine
    yassine yohan yolande youcef youssef yusuf yvan yves yvette yvon yvonne zahra zakaria zara
    zineb zoe zohra zoubida
    """
)

UNSURE: Final = listed(
    """
    aime ange aurore avril blanche capucine celeste cerise claire constance desire fleur flora
    france gaston grace iris jasmin jasmine juste lou lucky ludo lune marguerite marin marine
    martin maya melodie milan modeste noel olive opale parfait pascal pierre prosper prudence
    reine rosa rose victoire violette
    """
)
