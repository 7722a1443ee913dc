"""Who may be counted: claimed, confirmed or refused on a proof, told to companies, and seen ending."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from cases.commands.claims import claim_eligibility
from cases.commands.contracts import add_contract
from cases.commands.eligibility import confirm_many, refuse_eligibility
from cases.inputs import ClaimInput, ContractInput, EligibilityRefusal, ManyConfirmations
from cases.refusals import InvalidInput, NotAllowed, NotFound
from cases.statements import DEADLINE, MAIL, table_of
from models.tables import Eligibility, HourSheet
from models.vocabulary import ContractKind, EligibilityStatus, TaskKind
from tests.cases.scenes import rows, stop
from tests.cases.workforce import (
    CHECKED,
    DINA,
    DINO,
    JANUARY,
    LATER,
    asked,
    company,
    confirm,
    counted,
    declare,
    foreman,
    told,
    two_builders,
)
from tests.support.people import House, at

CLAIM, SHEET = table_of(Eligibility), table_of(HourSheet)
ENDS = date(2028, 12, 31)


def claim(house: House, market: int, participant: int, code: str = "rsa") -> int:
    with house.database.write() as session:
        input = ClaimInput(criterion=code)
        return claim_eligibility(session, foreman(house, market), participant, input, now=at(CHECKED))


def refuse(house: House, number: int, reason: str = "Attestation trop ancienne.") -> None:
    with house.database.write() as session:
        refuse_eligibility(session, house.alice, number, EligibilityRefusal(reason=reason), now=at(LATER, 11))


def decided_mails(house: House) -> list[dict[str, Any]]:
    return [json.loads(row.payload) for row in rows(house, MAIL, kind="eligibility_decided")]


def test_whoever_is_new_is_to_be_confirmed_and_a_claim_takes_the_task_over(house: House) -> None:
    first, _ = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    assert asked(house, TaskKind.CONFIRM_ELIGIBILITY) == [(dino, {"company": "Bâtisseur d’Essai"})]

    claim(house, first, dino)

    assert len(asked(house, TaskKind.CONFIRM_ELIGIBILITY)) == 1
    assert [row.status for row in rows(house, CLAIM)] == [EligibilityStatus.CLAIMED]
    assert told(house, first, "eligibility_claimed") == [{"participant": dino, "eligibility": 1}]


def test_a_company_claims_for_its_own_people_only(house: House) -> None:
    first, second = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    with pytest.raises(NotFound):
        claim(house, second, dino)


def test_the_validity_runs_from_the_first_hire_for_as_long_as_the_pack_says(house: House) -> None:
    first, _ = two_builders(house)
    dino, dina = declare(house, first, (DINO, "70"), (DINA, "20"))
    builder = company(house, first)
    hired = ContractInput(
        kind=ContractKind.FIXED_TERM, employer_id=builder, company_id=builder, starts_on=date(2026, 11, 16)
    )
    with house.database.write() as session:
        add_contract(session, house.alice, dina, hired, now=at(CHECKED))

    confirm(house, dino)
    confirm(house, dina)

    spans = [(row.valid_from, row.valid_until) for row in rows(house, CLAIM)]
    assert spans == [(JANUARY, ENDS), (date(2026, 11, 16), date(2028, 11, 15))]


def test_the_companies_of_a_person_read_one_mail_for_the_decisions_of_a_day(house: House) -> None:
    first, second = two_builders(house)
    dino, dina = declare(house, first, (DINO, "70"), (DINA, "20"))
    declare(house, second, (DINO, "35"))

    number = confirm(house, dina)
    confirm(house, dino)
    refuse(house, number)

    builder, mason = decided_mails(house)
    said = {each["name"]: each["refused_because"] for each in builder["people"]}
    assert said == {"Dina Fictif": "Attestation trop ancienne.", "Dino Fictif": None}
    assert [each["name"] for each in mason["people"]] == ["Dino Fictif"]
    assert {row.release_at.date() for row in rows(house, MAIL, kind="eligibility_decided")} == {
        date(2027, 3, 10)
    }
    assert "rsa" not in json.dumps([builder, mason])


def test_a_refusal_sets_the_hours_aside_and_a_confirmation_brings_them_back(house: House) -> None:
    first, _ = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    number = confirm(house, dino)
    house.validate(first, JANUARY, CHECKED)
    assert counted(house, first) == 70

    refuse(house, number)
    assert counted(house, first) == 0

    assert confirm(house, dino) == number
    assert counted(house, first) == 70


def test_no_journal_line_about_people_says_who_or_why(house: House) -> None:
    first, _ = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    refuse(house, confirm(house, dino, criterion="th"))
    events = ("people_added", "eligibility_confirmed", "eligibility_refused")
    said = json.dumps([told(house, first, event) for event in events])
    assert not [word for word in ("Dino", "Fictif", "1990", "th", "ancienne") if f'"{word}' in said]


def test_many_are_confirmed_at_once(house: House) -> None:
    first, _ = two_builders(house)
    people = declare(house, first, (DINO, "70"), (DINA, "20"))
    numbers = tuple(claim(house, first, number) for number in people)
    seen = ManyConfirmations(eligibilities=numbers, proof_seen_on=CHECKED)
    with house.database.write() as session, pytest.raises(NotAllowed):
        confirm_many(session, foreman(house, first), seen, now=at(LATER))
    with house.database.write() as session:
        assert confirm_many(session, house.alice, seen, now=at(LATER)) == 2
    assert {row.status for row in rows(house, CLAIM)} == {EligibilityStatus.CONFIRMED}
    assert asked(house, TaskKind.CONFIRM_ELIGIBILITY) == []


def test_a_validity_cannot_end_before_it_starts_nor_a_proof_be_seen_tomorrow(house: House) -> None:
    first, _ = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    for values, field in (
        ({"valid_until": date(2026, 12, 31)}, "valid_until"),
        ({"proof_seen_on": date(2027, 3, 10)}, "proof_seen_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            confirm(house, dino, **values)
        assert [place.field for place in refused.value.places] == [field]


def warned(house: House) -> list[int]:
    """The tasks about endings once the clock has gone past the warning."""
    house.tick(at(date(2028, 12, 4)))
    return [subject for subject, _ in asked(house, TaskKind.ELIGIBILITY_EXPIRING)]


def working_in(house: House, month: date) -> None:
    """January's sheet stands for the last month worked."""
    with house.database.write() as session:
        moved = update(SHEET).where(SHEET.c.month == JANUARY, SHEET.c.declared_hours > 0)
        session.connection().execute(moved.values(month=month))


@pytest.fixture
def ending(house: House) -> tuple[House, int, int]:
    """Someone confirmed until the end of 2028, who still works then: house, record, eligibility."""
    first, _ = two_builders(house)
    [dino] = declare(house, first, (DINO, "70"))
    number = confirm(house, dino, valid_from=JANUARY)
    working_in(house, date(2028, 10, 1))
    return house, dino, number


def test_an_ending_is_told_while_the_person_works(ending: tuple[House, int, int]) -> None:
    house, dino, number = ending
    assert warned(house) == [number]
    [(_, details)] = asked(house, TaskKind.ELIGIBILITY_EXPIRING)
    assert details == {"participant": dino}

    confirm(house, dino, valid_until=date(2029, 6, 30))
    assert asked(house, TaskKind.ELIGIBILITY_EXPIRING) == []


def test_an_ending_is_told_although_the_market_is_stopped(
    ending: tuple[House, int, int],
) -> None:
    house, _, number = ending
    (warning,) = rows(house, DEADLINE, rule="eligibility_expiring")
    stop(house, warning.market_id, date(2027, 3, 10))
    assert warned(house) == [number]


def test_an_ending_is_not_told_when_it_was_renewed(ending: tuple[House, int, int]) -> None:
    house, dino, _ = ending
    confirm(house, dino, valid_until=date(2029, 6, 30))
    assert warned(house) == []


def test_an_ending_is_not_told_when_another_criterion_holds_longer(ending: tuple[House, int, int]) -> None:
    house, dino, _ = ending
    confirm(house, dino, criterion="ass", valid_until=date(2029, 6, 30))
    assert warned(house) == []


def test_an_ending_is_not_told_of_whoever_works_no_more(ending: tuple[House, int, int]) -> None:
    house, _, _ = ending
    working_in_past = date(2027, 3, 1)
    with house.database.write() as session:
        session.connection().execute(
            update(SHEET).where(SHEET.c.declared_hours > 0).values(month=working_in_past)
        )
    assert warned(house) == []


def test_an_ending_is_not_told_after_a_permanent_hire(ending: tuple[House, int, int]) -> None:
    house, dino, _ = ending
    builder = rows(house, SHEET)[0].party_id
    hired = ContractInput(
        kind=ContractKind.PERMANENT, employer_id=builder, company_id=builder, starts_on=date(2027, 2, 1)
    )
    with house.database.write() as session:
        add_contract(session, house.alice, dino, hired, now=at(LATER))
    assert warned(house) == []


def test_a_refusal_calls_the_warning_off(ending: tuple[House, int, int]) -> None:
    house, _, number = ending
    refuse(house, number)
    assert [str(row.status) for row in rows(house, DEADLINE, rule="eligibility_expiring")] == ["cancelled"]
