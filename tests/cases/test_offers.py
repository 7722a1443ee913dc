"""Offers are recorded, marked and analysed until the award; the award stands on what was analysed."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.analysis import record_analysis
from cases.commands.marks import mark_offers
from cases.commands.moves import record_award
from cases.commands.offers import change_offer, remove_offer
from cases.commands.questions import set_question_apart
from cases.documents import OfferAnalysisFigures, document_figures
from cases.inputs import (
    AnalysisInput,
    Award,
    CompanyInput,
    GridInput,
    MarkInput,
    MarksInput,
    OfferChange,
    OfferInput,
)
from cases.offerwork import OfferTable, offer_table
from cases.packs import pack_at
from cases.refusals import (
    InvalidInput,
    MarksMissing,
    MoveIncomplete,
    NoOffer,
    NotAllowed,
    NotFound,
    OffersClosed,
)
from cases.rules.lifecycle import Move
from cases.rules.pack_parts import HOURS_CRITERION
from cases.statements import JOURNAL, MAIL, MARKET, table_of
from models.tables import Document, MarketParty, Offer, Party
from models.vocabulary import ActorKind, CompanyRole, GroupKind, Lever, Modality, Role, Stage, TaskKind
from tests.cases.scenes import (
    acts,
    at_stage,
    change_market,
    do,
    events,
    forget_address,
    market_row,
    one,
    rows,
    tasks,
)
from tests.cases.tendering import MONDAY, analyse, ask, grid, marked, offer, published
from tests.support.people import BUYER_EMAIL, House, at

OFFER, DOCUMENT, MEMBER, PARTY = (table_of(each) for each in (Offer, Document, MarketParty, Party))
RIGHT, WRONG = "73282932000074", "73282932000075"


def table(house: House, market: int) -> OfferTable:
    row = market_row(house, market)
    with house.database.read() as session:
        pack = pack_at(session, house.territory_id, at(MONDAY))
        return offer_table(session, market, row.tender_round, row.required_hours, pack)


def compared(house: House) -> tuple[int, dict[str, int]]:
    """A tender with two regular offers, the second better, and one that promises too little."""
    market = published(house)
    names = {"Première": 300, "Seconde": 450, "Petite": 100}
    offers = {name: offer(house, market, name, hours) for name, hours in names.items()}
    marked(house, market, offers["Première"], "3")
    marked(house, market, offers["Seconde"], "4.5")
    return market, offers


def test_an_offer_names_its_company_once_in_the_territory(house: House) -> None:
    market, other = published(house), published(house, "M-2")
    first = offer(house, market, "Bâti Fictif", 300, siret="732 829 320 00074")
    second = offer(house, other, "Bâti Fictif SAS", 400, siret=RIGHT)
    assert {row.party_id for row in rows(house, OFFER)} == {one(house, PARTY, siret=RIGHT).id}
    assert first != second


def test_a_company_has_one_offer_in_a_round(house: House) -> None:
    market = published(house)
    offer(house, market, "Bâti Fictif", 300)
    with pytest.raises(InvalidInput) as raised:
        offer(house, market, "bâti fictif", 400)
    assert [place.field for place in raised.value.places] == ["name"]


@pytest.mark.parametrize(
    ("siret", "confirmed", "kept"),
    [
        (RIGHT, False, RIGHT),
        ("732 829 320 00074", False, RIGHT),
        (WRONG, True, WRONG),
        ("35600000000048", False, "35600000000048"),
        ("  ", False, None),
        (WRONG, False, "check digit"),
        ("7328293200007", True, "14 digits"),
        ("SIRET INCONNU", True, "14 digits"),
    ],
)
def test_a_siret_is_checked_and_a_wrong_key_must_be_confirmed(
    siret: str, confirmed: bool, kept: str | None
) -> None:
    values = {"name": "B", "promised_hours": 1, "modality": "direct_hire", "received_on": "2027-01-04"}
    values |= {"siret": siret, "siret_confirmed": confirmed}
    if kept and " " in kept:
        with pytest.raises(ValidationError, match=kept) as raised:
            OfferInput.model_validate(values)
        assert raised.value.errors()[0]["loc"] == ("siret",)
    else:
        assert OfferInput.model_validate(values).siret == kept


def test_an_offer_of_tomorrow_is_refused(house: House) -> None:
    market = published(house)
    with pytest.raises(InvalidInput) as raised:
        offer(house, market, "Bâti Fictif", 300, received_on=MONDAY.replace(day=5))
    assert [place.field for place in raised.value.places] == ["received_on"]


def test_an_offer_is_corrected_and_removed_with_its_marks(house: House) -> None:
    market, offers = compared(house)
    change = OfferChange(promised_hours=Decimal(90), modality=Modality.SECONDMENT, received_on=MONDAY)
    with house.database.write() as session:
        change_offer(session, house.alice, market, offers["Seconde"], change, now=at(MONDAY))
        remove_offer(session, house.alice, market, offers["Première"], now=at(MONDAY))
    found = table(house, market)
    assert [(each.company_name, each.promised_hours) for each in found.offers] == [
        ("Seconde", Decimal(90)),
        ("Petite", Decimal(100)),
    ]
    assert len(found.ranking.irregular) == 2
    assert events(house, market)[-2:] == ["offer_changed", "offer_removed"]


def test_the_journal_names_no_company_and_no_promise(house: House) -> None:
    market, _ = compared(house)
    analyse(house, market)
    said = "".join(row.payload for row in rows(house, JOURNAL, market_id=market))
    assert not [name for name in ("Première", "Seconde", "Petite", "450") if name in said]


def test_the_grid_is_the_packs_until_it_is_set_and_keeps_the_marks_of_what_stays(house: House) -> None:
    market, offers = compared(house)
    assert table(house, market).grid[0].code == HOURS_CRITERION

    grid(
        house,
        market,
        {"label": "Quartiers prioritaires", "percent": "25"},
        {"code": HOURS_CRITERION, "label": "Heures", "percent": "50"},
        {"code": "tutoring", "label": "Tutorat renforcé", "percent": "25"},
    )

    found = table(house, market)
    assert [(each.code, each.label, str(each.weight)) for each in found.grid] == [
        ("own_1", "Quartiers prioritaires", "0.2500"),
        (HOURS_CRITERION, "Heures", "0.5000"),
        ("tutoring", "Tutorat renforcé", "0.2500"),
    ]
    assert set(found.by_id[offers["Seconde"]].marks) == {"tutoring"}
    assert {gap.code for gap in found.ranking.missing} == {"own_1"}


@pytest.mark.parametrize(
    ("criteria", "complaint"),
    [
        ([("a", "60"), ("b", "30")], "add up"),
        ([("a", "100.01")], "less than"),
        ([("a", "0"), ("b", "100")], "greater than"),
        ([], "at least 1"),
        ([("a", "50"), ("a", "50")], "same code"),
    ],
)
def test_a_grid_that_is_no_whole_is_refused(criteria: list[tuple[str, str]], complaint: str) -> None:
    values = [{"code": code, "label": "Critère", "percent": percent} for code, percent in criteria]
    with pytest.raises(ValidationError, match=complaint):
        GridInput.model_validate({"criteria": values})


@pytest.mark.parametrize(
    ("mark", "comment", "complaint"),
    [
        ("5.5", "", "less than"),
        ("-0.5", "", "greater than"),
        ("2.25", "", "half"),
        (None, "Bien", "Give the"),
    ],
)
def test_a_mark_out_of_the_scale_is_refused_with_its_field(
    mark: str | None, comment: str, complaint: str
) -> None:
    values = {"offer_id": 1, "criterion": "tutoring", "mark": mark, "comment": comment}
    with pytest.raises(ValidationError, match=complaint) as raised:
        MarkInput.model_validate(values)
    assert raised.value.errors()[0]["loc"] == ("mark",)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"offer_id": 999}, "marks.0.offer_id"),
        ({"criterion": "charm"}, "marks.0.criterion"),
        ({"criterion": HOURS_CRITERION}, "marks.0.criterion"),
    ],
)
def test_a_mark_elsewhere_than_in_the_grid_is_refused(house: House, change: Any, field: str) -> None:
    market, offers = compared(house)
    values = {"offer_id": offers["Seconde"], "criterion": "tutoring", "mark": "1", **change}
    with pytest.raises(InvalidInput) as raised, house.database.write() as session:
        input = MarksInput.model_validate({"marks": [values]})
        mark_offers(session, house.alice, market, input, now=at(MONDAY))
    assert [place.field for place in raised.value.places] == [field]


def test_a_mark_may_be_taken_back(house: House) -> None:
    market, offers = compared(house)
    taken_back = MarksInput(marks=(MarkInput(offer_id=offers["Seconde"], criterion="tutoring"),))
    with house.database.write() as session:
        mark_offers(session, house.alice, market, taken_back, now=at(MONDAY))
    assert [gap.code for gap in table(house, market).ranking.missing] == ["tutoring"]


def test_the_analysis_freezes_the_ranking_and_leaves_for_the_buyer(house: House) -> None:
    market, _ = compared(house)
    ask(house, market)

    document = analyse(house, market, conclusion="Seconde l’emporte.")

    figures = document_figures.validate_json(one(house, DOCUMENT, id=document).figures)
    assert isinstance(figures, OfferAnalysisFigures)
    assert [(each.company_name, each.rank, str(each.total)) for each in figures.offers] == [
        ("Seconde", 1, "94.00"),
        ("Première", 2, "62.64"),
        ("Petite", None, "None"),
    ]
    assert figures.offers[2].missing_hours == Decimal(200)
    assert (figures.version, figures.questions_count, figures.answered_count) == (1, 1, 0)
    mail = one(house, MAIL, kind="offer_analysis")
    assert (mail.to_email, mail.document_id) == (BUYER_EMAIL, document)
    assert json.loads(mail.payload)["best_company"] == "Seconde"
    assert market_row(house, market).offers_analysed_on == MONDAY


def test_the_analysis_may_be_recorded_again_as_another_version(house: House) -> None:
    market, offers = compared(house)
    analyse(house, market)
    marked(house, market, offers["Première"], "5")
    marked(house, market, offers["Seconde"], "1")
    analyse(house, market)
    figures = [json.loads(row.figures) for row in rows(house, DOCUMENT, kind="offer_analysis")]
    assert [each["version"] for each in figures] == [1, 2]
    assert [each["offers"][0]["company_name"] for each in figures] == ["Seconde", "Première"]
    assert len(rows(house, MAIL, kind="offer_analysis")) == 2


def test_an_analysis_for_a_buyer_without_address_waits_for_one(house: House) -> None:
    market, _ = compared(house)
    forget_address(house, BUYER_EMAIL)
    analyse(house, market)
    assert rows(house, MAIL, kind="offer_analysis") == []
    assert len(tasks(house, TaskKind.MISSING_CONTACT)) == 1


def test_nothing_is_analysed_without_an_offer_or_with_a_mark_missing(house: House) -> None:
    market = published(house)
    with pytest.raises(NoOffer):
        analyse(house, market)
    number = offer(house, market, "Bâti Fictif", 300)
    with pytest.raises(MarksMissing) as raised:
        analyse(house, market)
    assert f"offers.{number}.tutoring" in [place.field for place in raised.value.places]


def test_irregular_offers_alone_are_analysed_and_nobody_is_ranked(house: House) -> None:
    market = published(house)
    offer(house, market, "Petite", 100)
    analyse(house, market)
    (line,) = json.loads(one(house, DOCUMENT, kind="offer_analysis").figures)["offers"]
    assert (line["rank"], line["missing_hours"]) == (None, "200.00")


MARK = MarksInput(marks=(MarkInput(offer_id=1, criterion="tutoring", mark=Decimal(1)),))
ACTS: dict[str, Callable[[Session, Actor, int], object]] = {
    "remove": lambda session, actor, market: remove_offer(session, actor, market, 1, now=at(MONDAY)),
    "mark": lambda session, actor, market: mark_offers(session, actor, market, MARK, now=at(MONDAY)),
    "analyse": lambda session, actor, market: record_analysis(
        session, actor, market, AnalysisInput(), now=at(MONDAY)
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.KICKOFF, Stage.ABANDONED, Stage.CLOSED])
def test_offers_are_worked_on_between_the_publication_and_the_award(
    house: House, stage: Stage, act: str
) -> None:
    market = at_stage(house, stage)
    with pytest.raises(OffersClosed):
        do(house, ACTS[act], market)


@pytest.mark.parametrize("act", ACTS)
def test_offers_are_the_staffs_and_the_territorys(house: House, act: str) -> None:
    market, _ = compared(house)
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 99, Role.BUYER, market_row(house, market).buyer_id)
    with pytest.raises(NotAllowed):
        do(house, ACTS[act], market, buyer)
    with pytest.raises(NotFound):
        do(house, ACTS[act], market, House(house.database, territory_id=2).alice)


def test_a_restarted_tender_begins_clean_and_the_one_before_stays_readable(house: House) -> None:
    market, offers = compared(house)
    ask(house, market)
    analyse(house, market)
    do(house, acts(MONDAY)[Move.RESTART], market)
    assert market_row(house, market).offers_analysed_on is None
    house.publish(market, MONDAY)

    assert table(house, market).offers == ()
    assert [each.code for each in table(house, market).grid][-1] == "professionalisation"
    assert {row.tender_round for row in rows(house, OFFER)} == {1}
    with pytest.raises(NotFound), house.database.write() as session:
        remove_offer(session, house.alice, market, offers["Seconde"], now=at(MONDAY))
    with pytest.raises(NotFound), house.database.write() as session:
        set_question_apart(session, house.alice, market, 1, now=at(MONDAY))
    offer(house, market, "Seconde", 450)
    assert {row.tender_round for row in rows(house, OFFER)} == {1, 2}


LEAD = CompanyInput(name="Seconde", role=CompanyRole.LEAD, email="s@seconde.example")


def award(house: House, market: int, **changes: Any) -> None:
    values: dict[str, Any] = {"awarded_on": MONDAY, "committed_hours": Decimal(450), "companies": (LEAD,)}
    with house.database.write() as session:
        record_award(session, house.alice, market, Award(**{**values, **changes}), now=at(MONDAY))


@pytest.mark.parametrize("lever", [Lever.AWARD_CRITERION, Lever.CONDITION_AND_CRITERION])
def test_a_criterion_asks_for_an_analysis_or_for_the_reason_why_there_is_none(
    house: House, lever: Lever
) -> None:
    market, _ = compared(house)
    change_market(house, market, lever=lever)
    with pytest.raises(MoveIncomplete) as raised:
        award(house, market)
    assert [need.name for need in raised.value.missing] == ["offers_analysed"]

    award(house, market, no_analysis_reason="Analyse faite par le maître d’œuvre.")

    assert market_row(house, market).no_analysis_reason == "Analyse faite par le maître d’œuvre."


def test_an_analysis_is_enough_for_the_award(house: House) -> None:
    market, _ = compared(house)
    change_market(house, market, lever=Lever.CONDITION_AND_CRITERION)
    analyse(house, market)
    award(house, market)
    assert house.stage(market) is Stage.KICKOFF


def _member(name: str, share: int | None, role: CompanyRole = CompanyRole.CO_CONTRACTOR) -> CompanyInput:
    return CompanyInput(name=name, role=role, committed_hours=None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("others", "share", "kind"),
    [
        ((), None, GroupKind.SINGLE),
        ((_member("Sous", None, CompanyRole.SUBCONTRACTOR),), None, GroupKind.SINGLE),
        ((_member("Autre", 150),), 300, GroupKind.JOINT),
        ((_member("Autre", None),), None, GroupKind.SOLIDARY),
    ],
)
def test_the_kind_of_group_is_understood_when_it_is_not_said(
    house: House, others: tuple[CompanyInput, ...], share: int | None, kind: GroupKind
) -> None:
    market = published(house)
    lead = LEAD.model_copy(update={"committed_hours": None if share is None else Decimal(share)})
    award(house, market, companies=(lead, *others))
    assert market_row(house, market).group_kind is kind


@pytest.mark.parametrize(
    ("kind", "companies", "complaint"),
    [
        (GroupKind.SINGLE, (LEAD, _member("Autre", None)), "A single company"),
        (GroupKind.JOINT, (LEAD,), "at least two"),
        (GroupKind.SOLIDARY, (LEAD, _member("Sous", None, CompanyRole.SUBCONTRACTOR)), "at least two"),
        (GroupKind.JOINT, (LEAD, _member("Autre", 150)), "each company has its share"),
    ],
)
def test_a_group_that_its_companies_contradict_is_refused_with_the_field(
    kind: GroupKind, companies: tuple[CompanyInput, ...], complaint: str
) -> None:
    with pytest.raises(ValidationError, match=complaint) as raised:
        Award(awarded_on=MONDAY, committed_hours=Decimal(450), companies=companies, group_kind=kind)
    assert raised.value.errors()[0]["loc"] == ("group_kind",)


def test_the_shares_of_a_joint_group_add_up_and_those_of_a_solidary_one_may_be_left_out(house: House) -> None:
    lead = LEAD.model_copy(update={"committed_hours": Decimal(200)})
    with pytest.raises(ValidationError, match="add up"):
        Award(
            awarded_on=MONDAY,
            committed_hours=Decimal(450),
            companies=(lead, _member("Autre", 100)),
            group_kind=GroupKind.JOINT,
        )
    market = published(house)
    award(house, market, companies=(LEAD, _member("Autre", None)), group_kind=GroupKind.SOLIDARY)
    assert len(rows(house, MEMBER, market_id=market)) == 2
    assert one(house, MARKET, id=market).group_kind is GroupKind.SOLIDARY
