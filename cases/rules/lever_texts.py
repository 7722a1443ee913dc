"""Each lever in words: what it is, when it may be used, and when it may not."""

from collections.abc import Mapping

from cases.rules.said import Said
from models.vocabulary import Lever

NAMES: Mapping[Lever, Said] = {
    Lever.EXECUTION_CONDITION: Said("condition d’exécution", "condition of execution"),
    Lever.AWARD_CRITERION: Said("critère d’attribution", "award criterion"),
    Lever.CONDITION_AND_CRITERION: Said(
        "condition d’exécution et critère d’attribution", "condition of execution and award criterion"
    ),
    Lever.RESERVED_EA_ESAT: Said(
        "marché réservé aux entreprises adaptées et aux ESAT",
        "market reserved for adapted companies and sheltered workshops",
    ),
    Lever.RESERVED_SIAE: Said(
        "marché réservé aux structures d’insertion", "market reserved for insertion structures"
    ),
    Lever.RESERVED_BOTH: Said(
        "marché réservé aux structures du handicap et de l’insertion",
        "market reserved for disability and insertion structures",
    ),
    Lever.RESERVED_ESS: Said(
        "marché réservé à l’économie sociale et solidaire", "market reserved for the social economy"
    ),
    Lever.INSERTION_SERVICE: Said("marché de services d’insertion", "market of insertion services"),
}
RESERVED_SHARE = Said(
    "Pas pour des structures où moins de 50 % du personnel relève du public visé (R2113-7) ; l’avis de "
    "marché doit citer l’article.",
    "Not for structures where less than 50 % of the staff are of the people aimed at (R2113-7); the "
    "notice must name the article.",
)
TEXTS: Mapping[Lever, tuple[Said, Said, Said]] = {
    Lever.EXECUTION_CONDITION: (
        Said(
            "Le titulaire, quel qu’il soit, réserve un nombre d’heures de travail à des personnes "
            "éloignées de l’emploi. "
            "C’est une obligation du contrat, jamais une note : elle ne départage pas les offres.",
            "The holder, whoever it is, keeps a number of working hours for people far from employment. "
            "It is an obligation of the contract, never a mark: it does not rank offers.",
        ),
        Said(
            "Presque tous les marchés de travaux et de services qui demandent de la main-d’œuvre.",
            "Nearly all works and services that ask for labour.",
        ),
        Said(
            "Pas sans lien avec l’objet du marché, ni pour favoriser les habitants ou les entreprises "
            "d’un lieu.",
            "Not without a link to what is bought, nor to favour the residents or the companies of a place.",
        ),
    ),
    Lever.AWARD_CRITERION: (
        Said(
            "L’offre est notée aussi sur ses performances d’insertion : encadrement, accompagnement, "
            "formation. "
            "La promesse retenue devient contractuelle.",
            "The offer is marked on insertion too: tutoring, support, training. "
            "What is promised becomes part of the contract.",
        ),
        Said(
            "Quand la qualité de l’insertion compte plus que le nombre d’heures, et que son lien à "
            "l’objet est clair.",
            "When the quality of insertion matters more than the number of hours, with a clear link to "
            "the object.",
        ),
        Said(
            "Pas pour juger la politique générale de l’entreprise, ni seul au-dessus du seuil européen "
            "(L2112-2-1).",
            "Not to judge a company’s general policy, nor alone above the European threshold (L2112-2-1).",
        ),
    ),
    Lever.CONDITION_AND_CRITERION: (
        Said(
            "Un nombre d’heures est exigé de tous, et la façon de les réaliser est notée. "
            "Les deux leviers se complètent : le minimum est sûr, le mieux est récompensé.",
            "Hours are asked of all, and how they are done is marked. "
            "The two complete each other: the least is sure, the best is rewarded.",
        ),
        Said(
            "Les marchés qui portent beaucoup d’heures, sur une durée qui permet un parcours.",
            "Markets that bear many hours, over a time that allows a path to a job.",
        ),
        Said(
            "Pas pour noter le nombre d’heures déjà exigé : le critère porte sur ce qui va au-delà.",
            "Not to mark the hours already asked for: the criterion is about what goes beyond.",
        ),
    ),
    Lever.RESERVED_EA_ESAT: (
        Said(
            "Seuls les entreprises adaptées, les ESAT et leurs équivalents peuvent répondre. "
            "Le marché, ou un lot, fait travailler des personnes en situation de handicap.",
            "Only adapted companies, sheltered workshops and their like may answer. "
            "The market, or a lot, gives work to people with disabilities.",
        ),
        Said(
            "Un besoin que ces structures savent satisfaire : espaces verts, conditionnement, "
            "restauration, entretien.",
            "A need that these structures can meet: green spaces, packing, catering, upkeep.",
        ),
        RESERVED_SHARE,
    ),
    Lever.RESERVED_SIAE: (
        Said(
            "Seules les structures d’insertion par l’activité économique et leurs équivalents peuvent "
            "répondre. "
            "Le marché, ou un lot, fait travailler des personnes éloignées de l’emploi.",
            "Only insertion structures and their like may answer. "
            "The market, or a lot, gives work to people far from employment.",
        ),
        Said(
            "Un besoin que ces structures savent satisfaire, à la taille de leurs équipes.",
            "A need that these structures can meet, of the size of their teams.",
        ),
        RESERVED_SHARE,
    ),
    Lever.RESERVED_BOTH: (
        Said(
            "Structures du handicap et structures d’insertion peuvent répondre, les unes comme les autres. "
            "La concurrence est plus large qu’avec une seule famille.",
            "Both disability and insertion structures may answer. "
            "There is more competition than with one family alone.",
        ),
        Said(
            "Quand le territoire a trop peu de structures d’une seule famille.",
            "When the territory has too few structures of one family.",
        ),
        RESERVED_SHARE,
    ),
    Lever.RESERVED_ESS: (
        Said(
            "Seules les entreprises de l’économie sociale et solidaire peuvent répondre. "
            "La liste des services est fixée : santé, social, culture.",
            "Only enterprises of the social economy may answer. "
            "The list of services is set: health, social, culture.",
        ),
        Said(
            "Un service de cette liste, confié pour trois ans au plus à une organisation dont la mission "
            "de service public "
            "est l’objet, qui réinvestit ses bénéfices et associe son personnel.",
            "A service of that list, for three years at most, given to an organisation whose aim is that "
            "public service, "
            "that reinvests its profits and gives its staff a say.",
        ),
        Said(
            "Pas pour d’autres services, pas plus de trois ans, pas à l’organisation qui a eu le même "
            "marché réservé "
            "dans les trois années d’avant (L2113-16).",
            "Not for other services, not over three years, not to the organisation that had the same "
            "reserved market "
            "in the three years before (L2113-16).",
        ),
    ),
    Lever.INSERTION_SERVICE: (
        Said(
            "Ce qu’on achète est l’insertion même : accueil, encadrement, formation de personnes sur une "
            "activité support. "
            "La procédure est adaptée quel que soit le montant.",
            "What is bought is insertion itself: welcoming, tutoring and training people on an activity "
            "as a support. "
            "The procedure is adapted whatever the amount.",
        ),
        Said(
            "Quand le parcours des personnes est le but, et le chantier le moyen.",
            "When people’s path is the aim, and the works the means.",
        ),
        Said(
            "Pas pour obtenir des travaux ou des fournitures par une procédure plus simple.",
            "Not to obtain works or supplies by a simpler procedure.",
        ),
    ),
}
