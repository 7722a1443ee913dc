"""What a facilitator is told to look at on a sheet, and what passes unnoticed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.oddities import CheckedLine, CheckedSheet, Gone, OddKind, oddities
from cases.rules.person_month import Claim, Contract, Line, PersonMonth, Works
from models.vocabulary import ContractKind, EligibilityStatus, SetAside, SheetStatus

MARCH = date(2027, 3, 1)
HERE, ELSEWHERE, COMPANY, BUYER = 1, 2, 7, 9
CONFIRMED = Claim("rsa", EligibilityStatus.CONFIRMED, None, date(2027, 1, 1), date(2029, 1, 1))
CLAIMED = Claim("rsa", EligibilityStatus.CLAIMED)
OVER = Claim("rsa", EligibilityStatus.CONFIRMED, None, date(2025, 1, 1), date(2027, 2, 28))
WORKS = {market: Works(BUYER, date(2027, 1, 4), None) for market in (HERE, ELSEWHERE)}


def worked(hours: str, person: int = 1, market: int = HERE, **more: Any) -> Line:
    sheet = more.pop("sheet_id", 10 + market)
    return Line(sheet, person, market, COMPANY, SheetStatus.SUBMITTED, Decimal(hours), **more)


def someone(
    hours: str,
    before: str | None = None,
    *,
    person: int = 1,
    others: tuple[Line, ...] = (),
    claims: tuple[Claim, ...] = (CONFIRMED,),
    contracts: tuple[Contract, ...] = (),
    **more: Any,
) -> CheckedLine:
    line = worked(hours, person)
    known = PersonMonth(MARCH, (line, *others), WORKS, claims, contracts)
    return CheckedLine(line, known, None if before is None else Decimal(before), **more)


def sheet(*lines: CheckedLine, before: str | None = None, **more: Any) -> CheckedSheet:
    return CheckedSheet(not lines, lines, None if before is None else Decimal(before), **more)


def told(checked: CheckedSheet) -> list[OddKind]:
    return [odd.kind for odd in oddities(checked, DEFAULT_PACK)]


ODD = {
    "a remark to be read": (sheet(someone("84", "80"), before="80", has_remark=True), [OddKind.REMARK]),
    "a sheet that more than halves": (sheet(someone("40", "84"), before="84"), [OddKind.JUMP_OF_SHEET]),
    "a sheet that grows by more than half": (
        sheet(someone("127", "84"), before="84"),
        [OddKind.JUMP_OF_SHEET],
    ),
    "one of two people who jumps": (
        sheet(someone("40", "84"), someone("83.5", "85", person=2), before="169"),
        [OddKind.JUMP_OF_PERSON],
    ),
    "nobody after months with hours": (
        sheet(before="84", months_with_hours=3),
        [OddKind.NIL_AFTER_HOURS],
    ),
    "someone who is gone": (
        sheet(someone("84", "80"), before="90", gone=(Gone(2, Decimal(10)),)),
        [OddKind.PERSON_GONE],
    ),
    "someone new": (sheet(someone("84", is_new=True)), [OddKind.PERSON_UNKNOWN]),
    "two records that may be one person": (
        sheet(someone("84", doubles=(2,)), someone("12.5", person=2, doubles=(1,))),
        [OddKind.SAME_PERSON],
    ),
    "one figure for two people": (sheet(someone("84.5"), someone("84.5", person=2)), [OddKind.SAME_FIGURES]),
    "round figures only": (sheet(someone("80"), someone("70", person=2)), [OddKind.ROUND_FIGURES]),
    "a person alone with a round month": (sheet(someone("150")), [OddKind.ROUND_FIGURES]),
    "a person alone with a hundred hours": (sheet(someone("100")), [OddKind.ROUND_FIGURES]),
    "more than a full-time month": (sheet(someone("152")), [OddKind.OVER_FULL_TIME]),
    "more than a full-time month over two markets": (
        sheet(someone("100.5", others=(worked("60", market=ELSEWHERE),))),
        [OddKind.OVER_FULL_TIME],
    ),
    "more than the cap over two markets": (
        sheet(someone("150.5", others=(worked("75", market=ELSEWHERE),))),
        [OddKind.OVER_MONTHLY_CAP],
    ),
    "the same figure on another market": (
        sheet(someone("70", others=(worked("70", market=ELSEWHERE),))),
        [OddKind.SAME_ELSEWHERE],
    ),
    "the same figure on the sheet of another company of the market": (
        sheet(someone("70", others=(worked("70", sheet_id=99),))),
        [OddKind.SAME_ELSEWHERE],
    ),
    "an eligibility that waits": (sheet(someone("84", claims=(CLAIMED,))), [OddKind.ELIGIBILITY_WAITING]),
    "an eligibility that is over": (sheet(someone("84", claims=(OVER,))), [OddKind.NOT_ELIGIBLE]),
    "a month that no contract covers": (
        sheet(
            someone(
                "84",
                contracts=(Contract(COMPANY, ContractKind.FIXED_TERM, date(2027, 1, 4), date(2027, 2, 26)),),
            )
        ),
        [OddKind.OUTSIDE_CONTRACT],
    ),
    "figures that do not agree": (sheet(someone("84"), differences=1), [OddKind.DIFFERENCE]),
}


@pytest.mark.parametrize("name", ODD)
def test_it_is_told(name: str) -> None:
    checked, kinds = ODD[name]
    assert told(checked) == kinds


NOTHING_ODD = {
    "a month like the one before": sheet(someone("84", "80"), before="80"),
    "a change by exactly half": sheet(someone("123", "82"), before="82"),
    "a first month": sheet(someone("84")),
    "hours again after a month with nobody": sheet(someone("84"), before="0"),
    "nobody again": sheet(before="0"),
    "nobody after one month with hours": sheet(before="84", months_with_hours=1),
    "a person alone with a round figure of some days": sheet(someone("90")),
    "a person alone with twenty days of seven hours": sheet(someone("140")),
    "a person alone with a long month that is not round": sheet(someone("145")),
    "someone gone whose contract is over": sheet(
        someone("84", "80"), before="90", gone=(Gone(2, Decimal(10), has_left=True),)
    ),
    "a full-time month": sheet(someone("151.67")),
    "the same figure that was told apart": sheet(
        someone("70", others=(worked("70", market=ELSEWHERE, is_distinct=True),))
    ),
    "another figure on another market": sheet(someone("70", others=(worked("69.5", market=ELSEWHERE),))),
    "the same figure on a sheet sent back": sheet(
        someone("70", others=(replace(worked("70", market=ELSEWHERE), status=SheetStatus.REJECTED),))
    ),
}


@pytest.mark.parametrize("name", NOTHING_ODD)
def test_it_passes_unnoticed(name: str) -> None:
    assert told(NOTHING_ODD[name]) == []


def test_an_oddity_has_its_figures() -> None:
    (odd,) = oddities(sheet(someone("40", "84"), before="84"), DEFAULT_PACK)
    assert (odd.hours, odd.against) == (Decimal(40), Decimal(84))
    (odd,) = oddities(sheet(someone("70", others=(worked("70", market=ELSEWHERE),))), DEFAULT_PACK)
    assert (odd.participant_id, odd.hours, odd.market_id) == (1, Decimal(70), ELSEWHERE)
    (odd,) = oddities(sheet(someone("84", claims=(OVER,))), DEFAULT_PACK)
    assert odd.reason is SetAside.VALIDITY_OVER


def test_the_share_of_a_jump_and_the_cap_are_the_packs() -> None:
    checked = sheet(someone("90", "80"), before="80")
    strict = DEFAULT_PACK.model_copy(
        update={"odd_jump_share": Decimal("0.1"), "monthly_cap_hours": Decimal(85)}
    )
    assert [odd.kind for odd in oddities(checked, strict)] == [
        OddKind.OVER_MONTHLY_CAP,
        OddKind.JUMP_OF_SHEET,
    ]


def test_what_matters_most_comes_first() -> None:
    checked = sheet(
        someone("80", "20", is_new=True, others=(worked("80", market=ELSEWHERE),)), before="20", differences=2
    )
    assert told(checked) == [
        OddKind.DIFFERENCE,
        OddKind.SAME_ELSEWHERE,
        OddKind.OVER_FULL_TIME,
        OddKind.JUMP_OF_SHEET,
        OddKind.PERSON_UNKNOWN,
    ]
