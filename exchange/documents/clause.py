"""The clause text in words: each template filled with the market's values, in French like the contract."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from cases.documents import ClauseTextFigures, CriterionWeight, Locale, LotHours
from cases.rules.clause_text import FilledLine, Known, LineKind, read_template
from cases.rules.clause_values import ARTICLES, VALUES, ClauseValue, Wording
from exchange.documents.blocks import Block, Bullets, Heading, Layout, Paragraph
from exchange.documents.layouts import PageAddresses, laid_out
from exchange.documents.plain import blocks_text
from exchange.documents.wording import NO_BREAK, day, euros, number, share
from models.vocabulary import ClauseArticle, Lever

FRENCH: Locale = "fr"
DRAFT = "Projet – ce texte n’a pas encore été envoyé à l’acheteur"
PAGE_TO_COME = "(adresse donnée à l’envoi du texte)"
TITLE = "Texte de la clause d’insertion"
ARTICLE_TITLES = {
    ClauseArticle.SPECIAL_CONDITIONS: "À insérer au cahier des clauses administratives particulières (CCAP)",
    ClauseArticle.TENDER_RULES: "À insérer au règlement de la consultation (RC)",
    ClauseArticle.COMMITMENT: "À insérer à l’acte d’engagement (AE)",
}
LEVERS = {
    Lever.EXECUTION_CONDITION: "condition d’exécution",
    Lever.AWARD_CRITERION: "critère d’attribution",
    Lever.CONDITION_AND_CRITERION: "condition d’exécution et critère d’attribution",
    Lever.RESERVED_EA_ESAT: "marché réservé aux entreprises adaptées et aux ESAT",
    Lever.RESERVED_SIAE: "marché réservé aux structures d’insertion par l’activité économique",
    Lever.RESERVED_BOTH: "marché réservé au handicap et à l’insertion par l’activité économique",
    Lever.RESERVED_ESS: "marché réservé à l’économie sociale et solidaire",
    Lever.INSERTION_SERVICE: "marché de services d’insertion",
}


def filled_articles(
    figures: ClauseTextFigures, addresses: PageAddresses
) -> tuple[tuple[ClauseArticle, tuple[FilledLine, ...]], ...]:
    """Each article with its finished lines. Raises KeyError when a value that it needs is not known."""
    known = worded(figures, addresses)
    return tuple((each.article, read_template(each.template).fill(known)) for each in figures.articles)


def worded(figures: ClauseTextFigures, addresses: PageAddresses) -> Known:
    """Every known value in words, by the name that templates give it."""
    return {name: _said(VALUES[name], figures, addresses) for name in figures.known}


def _said(value: ClauseValue, figures: ClauseTextFigures, addresses: PageAddresses) -> str | tuple[str, ...]:
    fact = getattr(figures, value.fact)
    match value.wording:
        case Wording.TEXT:
            return str(fact)
        case Wording.HOURS:
            return _hours(fact)
        case Wording.DAY:
            return day(fact, FRENCH)
        case Wording.EUROS:
            return euros(fact, FRENCH)
        case Wording.MONTHS:
            return f"{fact}{NO_BREAK}mois"
        case Wording.WORKING_DAY:
            return f"{'1er' if fact == 1 else f'{fact}e'} jour ouvré"
        case Wording.LEVER:
            return LEVERS[fact]
        case Wording.ARTICLE:
            return ARTICLES[fact].replace(" ", NO_BREAK)
        case Wording.QUESTIONS:
            return PAGE_TO_COME if fact is None else addresses.ask_url(fact)
        case Wording.LOTS:
            return tuple(map(_lot, fact))
        case Wording.CRITERIA:
            return tuple(map(_criterion, fact))


def _hours(hours: Decimal) -> str:
    return f"{number(hours, FRENCH)}{NO_BREAK}{'heure' if hours == 1 else 'heures'}"


def _lot(lot: LotHours) -> str:
    hours = "sans heures d’insertion" if not lot.hours else _hours(lot.hours)
    return f"lot {lot.number}, {lot.title}{NO_BREAK}: {hours}"


def _criterion(criterion: CriterionWeight) -> str:
    return f"{criterion.label}{NO_BREAK}: {share(criterion.weight, FRENCH)}"


@laid_out.register
def _(figures: ClauseTextFigures, addresses: PageAddresses) -> Layout:
    said = f"Établi le {day(figures.frozen_on, FRENCH)} par {figures.territory_name}"
    return Layout(
        locale=FRENCH,
        title=TITLE,
        author=figures.territory_name,
        subject=f"{figures.market_title} ({figures.market_reference}) – {figures.buyer_name}",
        issued_on=figures.frozen_on,
        blocks=tuple(_blocks(figures, addresses)),
        foot=f"{said}, version {figures.version}" if figures.version else f"{said}, projet",
        mark=None if figures.version else DRAFT,
    )


def _blocks(figures: ClauseTextFigures, addresses: PageAddresses) -> Iterator[Block]:
    for article, lines in filled_articles(figures, addresses):
        yield Heading(ARTICLE_TITLES[article])
        yield from blocks_of(lines)


def plain_article(lines: tuple[FilledLine, ...]) -> str:
    """An article as plain text."""
    return blocks_text(blocks_of(lines))


def blocks_of(lines: tuple[FilledLine, ...]) -> Iterator[Block]:
    """The finished lines of an article as blocks: items that follow each other are one list."""
    for kind, group in groupby(lines, key=lambda line: line.kind):
        texts = tuple(line.text for line in group)
        match kind:
            case LineKind.ITEM:
                yield Bullets(texts)
            case LineKind.PARAGRAPH:
                yield from map(Paragraph, texts)
            case LineKind.TITLE:
                yield from (Heading(text, 2) for text in texts)
            case LineKind.SUBTITLE:
                yield from (Heading(text, 3) for text in texts)
