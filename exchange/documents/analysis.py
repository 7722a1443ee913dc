"""The analysis of the offers as running text: ranking first, then each offer with its marks."""

from collections.abc import Iterator
from decimal import Decimal

from babel.numbers import format_decimal

from cases.documents import CriterionLine, Locale, OfferAnalysisFigures, OfferLine
from exchange.documents.blocks import Block, Bullets, Heading, Layout, Paragraph, Table
from exchange.documents.layouts import PageAddresses, laid_out
from exchange.documents.wording import NO_BREAK, day, hours
from models.vocabulary import Lever, Modality

LEVERS = {
    "fr": {
        Lever.EXECUTION_CONDITION: "Condition d’exécution (L2112-2)",
        Lever.AWARD_CRITERION: "Critère d’attribution (R2152-7)",
        Lever.CONDITION_AND_CRITERION: "Condition d’exécution (L2112-2) et critère d’attribution (R2152-7)",
        Lever.RESERVED_EA_ESAT: "Marché réservé aux EA et ESAT (L2113-12)",
        Lever.RESERVED_SIAE: "Marché réservé aux SIAE (L2113-13)",
        Lever.RESERVED_BOTH: "Marché réservé aux EA, ESAT et SIAE (L2113-14)",
        Lever.RESERVED_ESS: "Marché réservé à l’économie sociale et solidaire (L2113-15)",
        Lever.INSERTION_SERVICE: "Marché de services d’insertion (R2123-1 3°)",
    },
    "en": {
        Lever.EXECUTION_CONDITION: "Execution condition (L2112-2)",
        Lever.AWARD_CRITERION: "Award criterion (R2152-7)",
        Lever.CONDITION_AND_CRITERION: "Execution condition (L2112-2) and award criterion (R2152-7)",
        Lever.RESERVED_EA_ESAT: "Reserved for EA and ESAT (L2113-12)",
        Lever.RESERVED_SIAE: "Reserved for SIAE (L2113-13)",
        Lever.RESERVED_BOTH: "Reserved for EA, ESAT and SIAE (L2113-14)",
        Lever.RESERVED_ESS: "Reserved for the social economy (L2113-15)",
        Lever.INSERTION_SERVICE: "Insertion services (R2123-1 3°)",
    },
}
MODALITIES = {
    "fr": {
        Modality.SUBCONTRACTING: "sous-traitance ou cotraitance à une structure d’insertion",
        Modality.SECONDMENT: "mise à disposition de personnel",
        Modality.DIRECT_HIRE: "embauche directe",
    },
    "en": {
        Modality.SUBCONTRACTING: "subcontracting to an insertion structure",
        Modality.SECONDMENT: "staff made available",
        Modality.DIRECT_HIRE: "direct hire",
    },
}


@laid_out.register
def _(document: OfferAnalysisFigures, addresses: PageAddresses) -> Layout:
    locale = document.locale
    subject = f"{document.market_title} ({document.market_reference}), {document.buyer_name}"
    return Layout(
        locale=locale,
        title=_say(locale, "Analyse des offres au titre de l’insertion", "Analysis of the insertion offers"),
        author=document.territory_name,
        subject=subject,
        issued_on=document.frozen_on,
        blocks=(
            *_facts(document),
            *_ranking(document),
            *_irregular(document),
            *_grid(document),
            *_offers(document),
            *_ending(document),
        ),
        foot=_foot(document),
    )


def _say(locale: Locale, fr: str, en: str) -> str:
    return fr if locale == "fr" else en


def _facts(document: OfferAnalysisFigures) -> Iterator[Block]:
    locale = document.locale
    facts = []
    if document.lever:
        facts.append(_pair(locale, "Levier", "Lever", LEVERS[locale][document.lever]))
    if document.required_hours is not None:
        facts.append(
            _pair(locale, "Heures requises", "Required hours", hours(document.required_hours, locale))
        )
    facts.append(_pair(locale, "Offres reçues", "Offers received", str(len(document.offers))))
    asked, answered = document.questions_count, document.answered_count
    questions = _say(
        locale,
        f"{asked}, dont {answered} avec une réponse publiée",
        f"{asked}, {answered} of them with a published answer",
    )
    facts.append(_pair(locale, "Questions des entreprises", "Questions of companies", questions))
    yield Bullets(tuple(facts))


def _ranking(document: OfferAnalysisFigures) -> Iterator[Block]:
    locale = document.locale
    yield Heading(_say(locale, "Classement", "Ranking"))
    ranked = [offer for offer in document.offers if offer.rank is not None]
    if not ranked:
        yield Paragraph(_say(locale, "Aucune offre régulière.", "No regular offer."))
        return
    head = _say(locale, "Rang|Entreprise|Heures promises|Total sur 100", "Rank|Company|Hours|Total of 100")
    rows = tuple(
        (
            _rank(offer, locale),
            offer.company_name,
            hours(offer.promised_hours, locale),
            _number(offer.total, locale),
        )
        for offer in ranked
    )
    yield Table(tuple(head.split("|")), rows, words=2)


def _irregular(document: OfferAnalysisFigures) -> Iterator[Block]:
    locale = document.locale
    apart = [offer for offer in document.offers if offer.rank is None]
    if not apart or document.required_hours is None:
        return
    yield Heading(_say(locale, "Offres irrégulières, non classées", "Irregular offers, not ranked"))
    required = hours(document.required_hours, locale)
    for offer in apart:
        name, promised = offer.company_name, hours(offer.promised_hours, locale)
        missing = hours(offer.missing_hours or Decimal(0), locale)
        yield Paragraph(
            _say(
                locale,
                f"{name} promet {promised} pour {required} requises{NO_BREAK}: il manque {missing}.",
                f"{name} promises {promised} of the {required} required: {missing} are missing.",
            )
        )


def _grid(document: OfferAnalysisFigures) -> Iterator[Block]:
    locale = document.locale
    yield Heading(_say(locale, "Grille", "Grid"))
    head = (_say(locale, "Critère", "Criterion"), _say(locale, "Poids", "Weight"))
    rows = tuple((each.label, _percent(each.weight, locale)) for each in document.criteria)
    yield Table(head, rows)
    yield Paragraph(
        _say(
            locale,
            "Notes de 0 à 5, par demi-points. Les heures promises sont notées en proportion de la meilleure "
            "promesse régulière. Le prix n’entre pas dans cette analyse.",
            "Marks from 0 to 5, by half points. The hours promised are marked in proportion to the best "
            "regular promise. The price has no part in this analysis.",
        )
    )


def _offers(document: OfferAnalysisFigures) -> Iterator[Block]:
    locale = document.locale
    yield Heading(_say(locale, "Offre par offre", "Offer by offer"))
    for offer in document.offers:
        siret = f" (SIRET {offer.company_siret})" if offer.company_siret else ""
        yield Heading(offer.company_name + siret, 2)
        facts = [
            _pair(locale, "Heures promises", "Hours promised", hours(offer.promised_hours, locale)),
            _pair(locale, "Modalité", "Modality", MODALITIES[locale][offer.modality]),
            _pair(locale, "Reçue le", "Received on", day(offer.received_on, locale)),
        ]
        if offer.note:
            facts.append(_pair(locale, "Remarque", "Note", offer.note))
        yield Bullets(tuple(facts))
        if offer.marks:
            yield _marks(offer, document.criteria, locale)


def _marks(offer: OfferLine, criteria: tuple[CriterionLine, ...], locale: Locale) -> Table:
    labels = {each.code: each.label for each in criteria}
    head = (
        _say(locale, "Critère", "Criterion"),
        _say(locale, "Commentaire", "Comment"),
        _say(locale, "Note sur 5", "Mark of 5"),
    )
    rows = tuple(
        (labels[each.criterion], each.comment or "–", _number(each.mark, locale)) for each in offer.marks
    )
    return Table(head, rows, words=2)


def _ending(document: OfferAnalysisFigures) -> Iterator[Block]:
    locale = document.locale
    if document.conclusion:
        yield Heading(_say(locale, "Conclusion", "Conclusion"))
        yield Paragraph(document.conclusion)
    yield Heading(_say(locale, "Votre contact", "Your contact"))
    contact = (document.facilitator_name, document.facilitator_email, document.facilitator_phone)
    yield Paragraph(", ".join(each for each in contact if each))


def _foot(document: OfferAnalysisFigures) -> str:
    frozen_on = day(document.frozen_on, document.locale)
    return _say(
        document.locale,
        f"Version {document.version}, arrêtée au {frozen_on}. Règles du territoire, version "
        f"{document.pack_version}.",
        f"Version {document.version}, frozen on {frozen_on}. Rules of the territory, version "
        f"{document.pack_version}.",
    )


def _pair(locale: Locale, fr: str, en: str, value: str) -> str:
    return f"{fr}{NO_BREAK}: {value}" if locale == "fr" else f"{en}: {value}"


def _rank(offer: OfferLine, locale: Locale) -> str:
    return f"{offer.rank} {_say(locale, 'ex æquo', 'tied')}" if offer.is_tied else str(offer.rank)


def _number(value: Decimal | None, locale: Locale) -> str:
    return "–" if value is None else str(format_decimal(value.normalize(), locale=locale))


def _percent(share: Decimal, locale: Locale) -> str:
    said = _number(share * 100, locale)
    return f"{said}{NO_BREAK}%" if locale == "fr" else f"{said}%"
