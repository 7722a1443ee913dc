"""What a facilitator reads about a doubtful value: what is wrong and the way out, in French and English.

`{value}` is what the file says; `{other}` what was made of it, or the value it disagrees with.
"""

from typing import NamedTuple


class Wording(NamedTuple):
    fr: str
    en: str


DOUBTS: dict[str, Wording] = {
    "siret_checksum": Wording(
        "Le SIRET « {value} » ne passe pas le contrôle de sa clé. Retrouvez l'établissement sur"
        " annuaire-entreprises.data.gouv.fr et corrigez la fiche.",
        "SIRET “{value}” fails its check digit. Find the establishment on annuaire-entreprises.data.gouv.fr"
        " and correct the record.",
    ),
    "siret_length": Wording(
        "Le SIRET « {value} » n'a pas 14 chiffres. Retrouvez l'établissement sur"
        " annuaire-entreprises.data.gouv.fr et corrigez la fiche.",
        "SIRET “{value}” does not have 14 digits. Find the establishment on"
        " annuaire-entreprises.data.gouv.fr and correct the record.",
    ),
    "siret_number": Wording(
        "Le SIRET était écrit comme un nombre (« {value} ») ; il a été lu « {other} ». Vérifiez-le.",
        "The SIRET was written as a number (“{value}”); it was read as “{other}”. Verify it.",
    ),
    "vat_invalid": Wording(
        "Le numéro de TVA « {value} » n'est pas valable. Demandez-le à l'entreprise.",
        "VAT number “{value}” is not valid. Ask the company for it.",
    ),
    "identifier_missing": Wording(
        "L'entreprise n'a pas d'identifiant. Recherchez son SIRET à partir de son nom.",
        "The company has no identifier. Look up its SIRET from its name.",
    ),
    "identifier_kind": Wording(
        "Le type d'identifiant « {value} » n'est pas connu. Vérifiez de quelle entreprise il s'agit.",
        "Identifier kind “{value}” is not known. Verify which company this is.",
    ),
    "company_unreadable": Wording(
        "Une entreprise est citée sans identifiant ni nom lisibles (« {value} »). Demandez à l'acheteur"
        " qui est concerné.",
        "A company is listed with no readable identifier or name (“{value}”). Ask the buyer who it is.",
    ),
    "companies_missing": Wording(
        "Aucun titulaire n'est indiqué. Demandez à l'acheteur qui a obtenu le contrat.",
        "No awardee is given. Ask the buyer who won the contract.",
    ),
    "title_missing": Wording(
        "L'objet du contrat manque ; l'identifiant en tient lieu. Complétez l'intitulé.",
        "The contract has no title; its identifier stands in. Complete the title.",
    ),
    "duration_missing": Wording(
        "La durée n'est pas indiquée. Demandez à l'acheteur la durée en mois.",
        "The duration is not given. Ask the buyer for the duration in months.",
    ),
    "duration_unreadable": Wording(
        "La durée « {value} » ne se lit pas comme un nombre de mois. Demandez-la à l'acheteur.",
        "Duration “{value}” cannot be read as a number of months. Ask the buyer for it.",
    ),
    "duration_absurd": Wording(
        "La durée « {value} » n'est pas plausible ; elle n'a pas été retenue. Demandez-la à l'acheteur.",
        "Duration “{value}” is not plausible and was not kept. Ask the buyer for it.",
    ),
    "duration_converted": Wording(
        "La durée « {value} » a été lue comme {other} mois. Vérifiez-la.",
        "Duration “{value}” was read as {other} months. Verify it.",
    ),
    "amount_missing": Wording(
        "Le montant n'est pas indiqué. Demandez à l'acheteur le montant hors taxes.",
        "The amount is not given. Ask the buyer for the amount excluding tax.",
    ),
    "amount_unreadable": Wording(
        "Le montant « {value} » ne se lit pas comme un nombre. Demandez à l'acheteur le montant hors taxes.",
        "Amount “{value}” cannot be read as a number. Ask the buyer for the amount excluding tax.",
    ),
    "amount_negative": Wording(
        "Le montant « {value} » est négatif ; il n'a pas été retenu. Demandez à l'acheteur le montant total"
        " hors taxes.",
        "Amount “{value}” is negative and was not kept. Ask the buyer for the total excluding tax.",
    ),
    "amount_absurd": Wording(
        "Le montant « {value} » ressemble à une valeur de remplissage ; il n'a pas été retenu. Demandez à"
        " l'acheteur le montant hors taxes.",
        "Amount “{value}” looks like a filler and was not kept. Ask the buyer for the amount excluding tax.",
    ),
    "amount_ambiguous": Wording(
        "Le montant « {value} » peut se lire de deux façons ; il a été lu {other} €. Vérifiez-le.",
        "Amount “{value}” can be read in two ways; it was read as EUR {other}. Verify it.",
    ),
    "date_missing": Wording(
        "La date de notification manque. Demandez-la à l'acheteur.",
        "The date of notification is missing. Ask the buyer for it.",
    ),
    "date_unreadable": Wording(
        "La date « {value} » n'existe pas ou n'est pas plausible. Demandez-la à l'acheteur.",
        "Date “{value}” does not exist or is not plausible. Ask the buyer for it.",
    ),
    "cpv_unreadable": Wording(
        "Le code CPV « {value} » n'a pas la forme attendue (8 chiffres). Vérifiez la nature des prestations.",
        "CPV code “{value}” does not have the expected form (8 digits). Verify what is being bought.",
    ),
    "social_missing": Wording(
        "Le fichier ne dit pas si le contrat comporte une clause sociale. Demandez-le à l'acheteur.",
        "The file does not say whether the contract has a social clause. Ask the buyer.",
    ),
    "social_unknown": Wording(
        "La considération sociale « {value} » n'est pas dans la liste nationale. Demandez à l'acheteur ce"
        " que prévoit le contrat.",
        "Social consideration “{value}” is not in the national list. Ask the buyer what the contract says.",
    ),
    "social_contradiction": Wording(
        "Le fichier annonce à la fois une considération sociale et son absence (« {value} ») ; la clause a"
        " été retenue. Vérifiez auprès de l'acheteur.",
        "The file states both a social consideration and none (“{value}”); the clause was kept."
        " Verify with the buyer.",
    ),
    "reservation": Wording(
        "Le contrat est réservé, mais le fichier ne dit pas à qui : SIAE (L2113-13) a été supposé. Vérifiez"
        " s'il s'agit d'EA et d'ESAT (L2113-12), des deux (L2113-14) ou de l'ESS (L2113-15).",
        "The contract is reserved but the file does not say for whom: SIAE (L2113-13) was assumed. Verify"
        " whether it is EA and ESAT (L2113-12), both (L2113-14) or ESS (L2113-15).",
    ),
    "amendments_unordered": Wording(
        "Les modifications ne se suivent pas dans l'ordre ({value}) ; elles ont été rangées par date."
        " Vérifiez leur ordre.",
        "The amendments do not follow each other ({value}); they were sorted by date. Verify their order.",
    ),
    "amendment_too_early": Wording(
        "La modification est datée du {value}, avant la notification du contrat ({other}). Vérifiez les deux"
        " dates.",
        "The amendment is dated {value}, before the contract was notified ({other}). Verify both dates.",
    ),
    "amendment_undated": Wording(
        "La modification n'est pas datée. Demandez sa date de notification à l'acheteur.",
        "The amendment has no date. Ask the buyer when it was notified.",
    ),
    "amendment_unreadable": Wording(
        "Une modification n'est pas lisible (« {value} ») et n'a pas été reprise. Demandez-la à l'acheteur.",
        "An amendment cannot be read (“{value}”) and was not kept. Ask the buyer for it.",
    ),
    "encoding": Wording(
        "Le fichier n'est pas en UTF-8 ; ses accents ont été lus comme ceux d'un fichier Windows. Vérifiez"
        " les noms et l'intitulé.",
        "The file is not in UTF-8; its accents were read as those of a Windows file. Verify names and title.",
    ),
}
