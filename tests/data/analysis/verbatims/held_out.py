"""Sentences kept back while the rules were written, to measure what redaction finds.

All people, numbers and addresses are invented. Each item is a sentence and what must not be left
of it. The rules are not to be bent to these sentences; whoever changes them for one of these has
to write another one.
"""

HELD_OUT: tuple[tuple[str, str], ...] = (
    ("Le gardien, monsieur Bouvet, ne répond jamais au téléphone.", "Bouvet"),
    ("C’est Ghislaine qui tient le local des jeunes, elle fait tout.", "Ghislaine"),
    ("Demandez à Kévin Tessier du rez-de-chaussée, il vous dira.", "Kévin Tessier"),
    ("ma fille léonie attend une place en crèche depuis deux ans", "léonie"),
    ("Le fils Garnier fait du bruit avec sa moto tous les soirs.", "Garnier"),
    ("On a écrit à madame veuve Kowalczyk, aucune réponse.", "Kowalczyk"),
    ("Bogdan m’aide à porter mes courses, c’est ça le quartier.", "Bogdan"),
    ("Avec les Touré on organise le repas de la cage d’escalier.", "Touré"),
    ("Moi c’est Thérèse, j’ai 82 ans et le bus est trop loin.", "Thérèse"),
    ("La docteure Pasquier part en retraite et personne ne la remplace.", "Pasquier"),
    ("Mon voisin du dessus, Priyanka, a peur de rentrer le soir.", "Priyanka"),
    ("Il faudrait que monsieur de La Villardière taille sa haie.", "Villardière"),
    ("Je suis la maman de Maëlys et Timéo, à l’école du bas.", "Timéo"),
    ("l’assistante sociale, yvette charrier, est formidable", "yvette charrier"),
    ("Rappelez-moi au 07.81.22.33.44 après 18 h.", "81.22.33.44"),
    ("mon numéro c’est le zéro six douze trente-quatre", "zéro six douze"),
    ("écrivez à p.maurin86 arobase orange point fr", "maurin86"),
    ("J’habite 4ter, impasse du Moulin-à-Vent, c’est mal éclairé.", "impasse du Moulin"),
    ("Au 118 avenue de la libération les poubelles débordent.", "118 avenue"),
    ("Nous sommes bâtiment F, appartement 31, l’ascenseur est en panne.", "appartement 31"),
    ("La Clio blanche EK-482-ZR est là depuis six mois.", "EK-482-ZR"),
    ("Voyez mon compte insta @lola_du86 pour les photos.", "lola_du86"),
    ("je loge à la résidence universitaire, chambre 214", "chambre 214"),
    ("Virement fait sur FR76 1234 5678 9012 3456 7890 123, jamais remboursé.", "5678 9012"),
)

NOTHING_PRIVATE: tuple[str, ...] = (
    "Plus de bus le dimanche, et des pistes cyclables rue Carnot.",
    "Le parc de Blossac est magnifique au printemps.",
    "Il y a 3 places de parking pour 40 logements.",
    "Le marché Notre-Dame, la médiathèque François-Mitterrand, j’y vais à pied.",
    "Depuis 2020 rien n’a changé, on paie 850 euros de taxe.",
    "Les jeunes de Saint-Éloi n’ont rien à faire le soir.",
    "Le lycée Victor-Hugo manque de professeurs.",
    "Pierre par pierre, on abîme le centre.",
    "On voudrait 2 cours de sport par semaine, et une salle.",
    "La ligne 3 ne passe plus après 20 h 30.",
    "Grand Poitiers ne répond pas, la mairie non plus.",
    "Il faudrait 15000 euros pour refaire l’aire de jeux.",
    "Monsieur le maire devrait venir voir.",
    "J’aime la Boivre, le Clain, et les marches de la rue des Trois-Rois.",
    "Aux Couronneries on se sent oubliés.",
    "Le 8 mai et le 11 novembre, pas de bus du tout.",
)
"""Sentences from which nothing should go; streets without a number stay."""
