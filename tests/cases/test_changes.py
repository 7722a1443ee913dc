"""Amendments, tranches, orders, stops: hours, dates and curve before and after, and who is told."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import update

from cases.actors import Actor
from cases.changework import CHANGE, Change, owed_by, owed_from
from cases.commands import calibrations, drafting, parts
from cases.commands.amendments import foresee_amendment, record_amendment
from cases.commands.change_cancelling import cancel_last_change, correct_last_amendment, foresee_correction
from cases.commands.local_target import set_local_target
from cases.commands.ordering import confirm_tranche, issue_order
from cases.inputs import (
    AmendmentCorrection,
    AmendmentInput,
    ChangeCancellation,
    LocalTarget,
    MarketDescription,
    NewScenario,
    OrderInput,
    PartInput,
    TrancheConfirmation,
)
from cases.queries.plan import plan_of
from cases.refusals import (
    FiguresMovedSince,
    InvalidInput,
    MarketNotUnderWay,
    MarketOver,
    NoChangeToCancel,
    NotAFramework,
    NotAllowed,
    OrderAlreadyIssued,
    StopNotUndone,
    TrancheNotOptional,
)
from cases.rules.curve import plan_total
from cases.rules.market_changes import Owed
from cases.statements import DEADLINE, JOURNAL, MAIL, table_of
from models.tables import Amendment, Document, MarketPart
from models.vocabulary import (
    ActorKind,
    ChangeKind,
    DeadlineRule,
    DeadlineStatus,
    PartKind,
    Role,
    SheetStatus,
    Stage,
    TaskKind,
    Trade,
)
from tests.cases.calibrated import add, part, retain
from tests.cases.scenes import (
    FEBRUARY,
    SHEET,
    START,
    at_stage,
    change_market,
    events,
    market_row,
    one,
    resume,
    rows,
    stop,
    tasks,
    terminate,
)
from tests.support.people import House, at

PART = table_of(MarketPart)
APRIL_1 = date(2027, 4, 1)
WHY = ChangeCancellation(reason="Saisi sur le mauvais marché.")
TOLD = "market_changed"


def amendment(**given: Any) -> AmendmentInput:
    facts = {"signed_on": APRIL_1, "object": "Réfection de la cour"} | given
    return AmendmentInput.model_validate(facts)


def do(house: House, command: Callable[..., Any], market: int, *inputs: Any, day: date = APRIL_1) -> Any:
    with house.database.write() as session:
        return command(session, house.alice, market, *inputs, now=at(day))


def owed(house: House, market: int) -> Owed:
    with house.database.read() as session:
        return owed_by(session, market)


def hours_by_month(house: House, market: int) -> dict[int, Decimal]:
    return {each.month.month: each.hours for each in owed(house, market).curve}


def calibrated(house: House, reference: str = "M-1") -> int:
    """Under way since 4 January, with 300 h: those of a calibration that asks one for each 1000 EUR."""
    market = house.register(START, reference)
    scenario = NewScenario(
        name="Retenu",
        trade=Trade.PAINTING,
        amount_excl_tax=Decimal(300_000),
        duration_months=6,
        labour_share=Decimal("0.5"),
        insertion_rate=Decimal("0.08"),
        hourly_cost=Decimal(40),
    )
    with house.database.write() as session:
        facts = MarketDescription(amount_excl_tax=Decimal(300_000), trade=Trade.PAINTING)
        drafting.describe_market(session, house.alice, market, facts, now=at(START))
        number = calibrations.add_scenario(session, house.alice, market, scenario, now=at(START))
    with house.database.write() as session:
        calibrations.retain_scenario(session, house.alice, market, number, now=at(START))
    house.publish(market, START)
    house.award(market, START)
    house.kick_off(market, START)
    return market


def with_part(
    house: House, kind: PartKind, *, is_framework: bool = False, hours: int = 120
) -> tuple[int, int]:
    """A market under way, and one of its parts whose hours are known."""
    market = house.register(START)
    if is_framework:
        change_market(house, market, is_framework=True)
    part = PartInput(kind=kind, number="2", title="Aile nord", is_firm=kind is not PartKind.TRANCHE)
    part_id = do(house, parts.add_part, market, part, day=START)
    with house.database.write() as session:
        known = update(PART).where(PART.c.id == part_id).values(required_hours=Decimal(hours))
        session.connection().execute(known)
    house.publish(market, START)
    house.award(market, START)
    house.kick_off(market, START)
    return market, part_id


def test_a_new_amount_gives_the_hours_of_the_retained_calibration(house: House) -> None:
    market = calibrated(house)
    assert owed(house, market).required_hours == 300
    do(house, record_amendment, market, amendment(amount_excl_tax=Decimal(400_000)))
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours) == (400, 400)
    assert plan_total(after.curve) == 400
    assert after.amount_excl_tax == 400_000


def test_foreseeing_writes_nothing_and_says_what_recording_does(house: House) -> None:
    market = calibrated(house)
    given = amendment(amount_excl_tax=Decimal(400_000), planned_end_on=date(2027, 9, 30))
    foreseen: Change = do(house, foresee_amendment, market, given)
    assert owed(house, market) == foreseen.before
    assert events(house, market)[-1] == "kickoff_held"
    do(house, record_amendment, market, given)
    assert owed(house, market) == foreseen.after


def test_months_gone_stay_and_the_others_take_what_is_added(house: House) -> None:
    market = house.under_way(START)
    before = hours_by_month(house, market)
    do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Avenant signé."))
    after = hours_by_month(house, market)
    assert [after[month] for month in (1, 2, 3)] == [before[month] for month in (1, 2, 3)]
    assert all(after[month] > before[month] for month in (4, 5, 6, 7))
    assert sum(after.values()) == 450


def test_hours_without_a_calibration_are_given_with_a_reason(house: House) -> None:
    market = house.under_way(START)
    with pytest.raises(InvalidInput, match="No retained calibration"):
        do(house, record_amendment, market, amendment(amount_excl_tax=Decimal(9000)))
    with pytest.raises(InvalidInput, match="Say why"):
        amendment(required_hours=Decimal(450))
    given = amendment(amount_excl_tax=Decimal(9000), required_hours=Decimal(300), reason="Inchangées.")
    do(house, record_amendment, market, given)
    assert owed(house, market).amount_excl_tax == 9000


def test_a_change_is_journalled_and_kept_with_each_figure_before_and_after(house: House) -> None:
    market = house.under_way(START)
    number = do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Cour."))
    kept = one(house, CHANGE, market_id=market)
    assert (number, kept.number, str(kept.kind), kept.made_by) == (1, 1, "amendment", house.alice.id)
    assert json.loads(kept.before)["required_hours"] == "300.00"
    assert json.loads(kept.after)["required_hours"] == "450.00"
    payload = json.loads(one(house, JOURNAL, market_id=market, event="amended").payload)
    assert payload["committed_hours"] == {"before": "300.00", "after": "450.00"}
    assert payload["amendment"] == 1
    assert set(payload["curve"]) == {"before", "after"}


def test_company_and_buyer_read_before_and_after_with_the_obligations_of_the_new_hours(house: House) -> None:
    market = house.under_way(START)
    do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Cour."))
    mails = rows(house, MAIL, market_id=market, kind=TOLD)
    assert [mail.to_email for mail in mails] == ["boris@batisseur.example", "achats@ville.example"]
    assert mails[0].cc_email is not None and mails[1].cc_email is None
    message = json.loads(mails[0].payload)
    assert message["hours"][0] == {"figure": "required_hours", "before": "300.00", "after": "450"}
    figures = json.loads(one(house, table_of(Document), id=mails[0].document_id).figures)
    assert (figures["required_hours"], figures["committed_hours"]) == ("450", "450.00")


def test_an_amendment_that_moves_only_the_end_attaches_nothing_and_moves_the_reception(house: House) -> None:
    market = house.under_way(START)
    do(house, record_amendment, market, amendment(planned_end_on=date(2027, 9, 30)))
    mails = rows(house, MAIL, market_id=market, kind=TOLD)
    assert {mail.document_id for mail in mails} == {None}
    reminders = rows(house, DEADLINE, market_id=market, rule="reception_reminder")
    waiting = [row.period for row in reminders if row.status is DeadlineStatus.PENDING]
    assert waiting == ["2027-09-30"]


def test_a_prolongation_once_the_end_has_passed_plans_the_reception_again_and_sheets_go_on(
    house: House,
) -> None:
    market = house.under_way(START)
    house.live(date(2027, 5, 1), date(2027, 8, 2))  # the planned end, 3 July, has passed
    assert tasks(house, TaskKind.PLAN_RECEPTION)
    given = amendment(signed_on=date(2027, 8, 2), planned_end_on=date(2027, 12, 31))
    do(house, record_amendment, market, given, day=date(2027, 8, 2))
    assert not tasks(house, TaskKind.PLAN_RECEPTION)
    house.live(date(2027, 9, 1), date(2027, 9, 1))
    assert date(2027, 8, 1) in {row.month for row in rows(house, SHEET, market_id=market)}
    after = owed(house, market)
    assert plan_total(after.curve) == after.committed_hours
    house.live(date(2027, 11, 1), date(2027, 12, 31))
    assert tasks(house, TaskKind.PLAN_RECEPTION)


def test_an_end_given_back_whose_reminder_had_come_is_reminded_of_again(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 6, 1), date(2027, 6, 8))
    assert len(tasks(house, TaskKind.PLAN_RECEPTION)) == 1
    day = date(2027, 6, 9)
    do(house, record_amendment, market, amendment(planned_end_on=date(2027, 12, 31)), day=day)
    assert not tasks(house, TaskKind.PLAN_RECEPTION)
    do(house, cancel_last_change, market, WHY, day=day)
    assert len(tasks(house, TaskKind.PLAN_RECEPTION)) == 1


def test_an_amendment_by_duration_counts_the_days_stopped(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 2, 1))
    resume(house, market, date(2027, 3, 1))
    do(house, record_amendment, market, amendment(duration_months=8))
    assert market_row(house, market).planned_end_on == date(2027, 9, 3) + timedelta(days=28)


def test_an_end_before_the_start_or_a_number_twice_is_refused_at_its_field(house: House) -> None:
    market = house.under_way(START)
    with pytest.raises(InvalidInput, match="before the start") as refused:
        do(house, record_amendment, market, amendment(planned_end_on=date(2026, 12, 31)))
    assert refused.value.places[0].field == "planned_end_on"
    do(house, record_amendment, market, amendment(number=3))
    with pytest.raises(InvalidInput, match="already has this number"):
        do(house, foresee_amendment, market, amendment(number=3))
    do(house, record_amendment, market, amendment())
    assert [row.number for row in rows(house, table_of(Amendment))] == [3, 4]


@pytest.mark.parametrize(
    "stage", [each for each in Stage if each not in (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED)]
)
def test_no_amendment_before_the_award_or_from_the_reception_on(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    with pytest.raises(MarketNotUnderWay):
        do(house, record_amendment, market, amendment(), day=date(2027, 3, 3))


def test_a_tranche_confirmed_joins_with_its_hours_its_days_and_its_mail(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    given = TrancheConfirmation(
        part_id=tranche, confirmed_on=APRIL_1, starts_on=date(2027, 5, 1), ends_on=date(2027, 8, 31)
    )
    do(house, confirm_tranche, market, given)
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours) == (420, 420)
    assert after.planned_end_on == date(2027, 8, 31)
    assert plan_total(after.curve) == 420
    row = one(house, PART, id=tranche)
    assert (row.is_firm, row.ordered_on) == (True, APRIL_1)
    assert len(rows(house, MAIL, market_id=market, kind=TOLD)) == 2
    with pytest.raises(TrancheNotOptional):
        do(house, confirm_tranche, market, given)


def test_a_tranche_under_way_is_not_made_firm_by_correcting_the_composition(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    firm = PartInput(kind=PartKind.TRANCHE, number="2", title="Aile nord")
    with pytest.raises(InvalidInput, match="page"):
        do(house, parts.change_part, market, tranche, firm)


def test_orders_draw_on_their_framework_then_add_to_it(house: House) -> None:
    market, announced = with_part(house, PartKind.PURCHASE_ORDER, is_framework=True, hours=200)
    first = OrderInput(part_id=announced, ordered_on=APRIL_1, starts_on=APRIL_1)
    do(house, issue_order, market, first)
    assert owed(house, market).required_hours == 300
    with pytest.raises(OrderAlreadyIssued):
        do(house, issue_order, market, first)
    second = OrderInput(
        number="3",
        title="Peinture des halls",
        ordered_on=APRIL_1,
        starts_on=APRIL_1,
        ends_on=date(2027, 9, 30),
        required_hours=Decimal(150),
        reason="Estimées avec l’acheteur.",
    )
    do(house, issue_order, market, second)
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours) == (350, 350)
    assert after.planned_end_on == date(2027, 9, 30)
    assert plan_total(after.curve) == 350
    with pytest.raises(InvalidInput, match="already has this number"):
        do(house, issue_order, market, second)


def test_an_order_without_hours_takes_those_of_the_calibration(house: House) -> None:
    market = calibrated(house)
    change_market(house, market, is_framework=True)
    order = OrderInput(
        number="1",
        title="Salle des fêtes",
        amount_excl_tax=Decimal(350_000),
        ordered_on=APRIL_1,
        starts_on=APRIL_1,
    )
    do(house, issue_order, market, order)
    assert one(house, PART, market_id=market).required_hours == 350
    assert owed(house, market).required_hours == 350


def test_an_order_needs_a_framework_and_hours(house: House) -> None:
    market = house.under_way(START)
    order = OrderInput(number="1", title="Halls", ordered_on=APRIL_1, starts_on=APRIL_1)
    with pytest.raises(NotAFramework):
        do(house, issue_order, market, order)
    change_market(house, market, is_framework=True)
    with pytest.raises(InvalidInput, match="No calibration gives the hours"):
        do(house, issue_order, market, order)


def test_the_last_change_cancelled_gives_everything_back_and_tells_everyone(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    before = owed(house, market)
    given = TrancheConfirmation(part_id=tranche, confirmed_on=APRIL_1, starts_on=APRIL_1)
    do(house, confirm_tranche, market, given)
    do(house, cancel_last_change, market, WHY)
    assert owed(house, market) == before
    row = one(house, PART, id=tranche)
    assert (row.is_firm, row.ordered_on) == (False, None)
    told = [json.loads(mail.payload)["is_cancelled"] for mail in rows(house, MAIL, kind=TOLD)]
    assert told == [False, False, True, True]
    with pytest.raises(NoChangeToCancel):
        do(house, cancel_last_change, market, WHY)
    do(house, confirm_tranche, market, given)
    assert owed(house, market).required_hours == 420


def test_an_amendment_corrected_keeps_its_number_and_both_versions(house: House) -> None:
    market = house.under_way(START)
    wrong = amendment(number=2, required_hours=Decimal(4500), reason="Cour.")
    do(house, record_amendment, market, wrong)
    right = amendment(required_hours=Decimal(450), reason="Cour.").model_dump(exclude={"number"})
    do(house, correct_last_amendment, market, AmendmentCorrection(**right, why="Un zéro de trop."))
    assert owed(house, market).required_hours == 450
    kept = rows(house, CHANGE, market_id=market)
    assert [row.cancelled_at is None for row in kept] == [False, True]
    assert kept[0].before == kept[1].before
    assert one(house, table_of(Amendment)).number == 2
    assert events(house, market)[-3:] == ["amended", "change_cancelled", "amended"]


def test_a_stop_is_not_cancelled_and_a_change_overtaken_neither(house: House) -> None:
    market = house.under_way(START)
    do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Cour."))
    do(house, set_local_target, market, LocalTarget(local_hours=Decimal(30), local_commune="Nanterre"))
    with pytest.raises(FiguresMovedSince):
        do(house, cancel_last_change, market, WHY)
    stop(house, market, APRIL_1)
    with pytest.raises(StopNotUndone):
        do(house, cancel_last_change, market, WHY)


def test_facts_corrected_under_way_are_a_change_that_is_told_and_cancelled_like_another(house: House) -> None:
    market = house.under_way(START)
    before = owed(house, market)
    facts = MarketDescription(title="École", committed_hours=Decimal(330), planned_end_on=date(2027, 8, 31))
    do(house, drafting.describe_market, market, facts)
    after = owed(house, market)
    assert plan_total(after.curve) == 330
    assert after.curve[-1].month == date(2027, 8, 1)
    (kept,) = rows(house, CHANGE, market_id=market)
    assert (kept.kind, owed_from(json.loads(kept.after))) == (ChangeKind.CORRECTION, after)
    payload = json.loads(rows(house, JOURNAL, event="described")[-1].payload)
    assert payload["change"] == 1
    assert payload["planned_end_on"] == {"before": str(before.planned_end_on), "after": "2027-08-31"}
    assert len(rows(house, MAIL, kind=TOLD)) == 2
    (reminder,) = rows(house, DEADLINE, rule=DeadlineRule.RECEPTION_REMINDER, status=DeadlineStatus.PENDING)
    assert reminder.period == "2027-08-31"
    do(house, cancel_last_change, market, WHY)
    assert owed(house, market) == before
    assert market_row(house, market).title == "École"


def test_facts_of_no_consequence_or_before_the_kickoff_are_no_change(house: House) -> None:
    market = house.under_way(START)
    do(house, drafting.describe_market, market, MarketDescription(title="École"))
    announced = house.register(START, "M-2")
    do(house, drafting.describe_market, announced, MarketDescription(required_hours=Decimal(90)))
    assert not rows(house, CHANGE)
    with pytest.raises(InvalidInput, match="before the start"):
        do(house, drafting.describe_market, market, MarketDescription(planned_end_on=date(2027, 1, 1)))


def of_lots(house: House) -> tuple[int, int, int]:
    """Under way with 300 h: 100 h of lot 1, and 200 h of lot 2 for 200,000 EUR, as they were calibrated."""
    market = house.register(START)
    first, second = (calibrated_lot(house, market, number, amount=amount) for number, amount in LOTS)
    house.publish(market, START)
    house.award(market, START)
    house.kick_off(market, START)
    return market, first, second


def calibrated_lot(house: House, market: int, number: str, *, amount: int) -> int:
    lot = part(house, market, number, amount_excl_tax=Decimal(amount))
    figures = {"labour_share": "0.5", "insertion_rate": "0.08", "hourly_cost": "40", "duration_months": 6}
    scenario = add(house, market, str(amount), START, part_id=lot, trade=Trade.PAINTING, **figures)
    retain(house, market, scenario, START)
    return lot


LOTS = (("1", 100_000), ("2", 200_000))


def lot_hours(house: House, market: int) -> list[Decimal]:
    return [row.required_hours for row in rows(house, PART, market_id=market)]


def test_an_amendment_of_one_lot_moves_it_and_the_market_by_as_much(house: House) -> None:
    market, _, second = of_lots(house)
    assert (owed(house, market).required_hours, lot_hours(house, market)) == (300, [100, 200])
    do(house, record_amendment, market, amendment(parts=[{"part_id": second, "amount_excl_tax": 300_000}]))
    assert lot_hours(house, market) == [100, 300]
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours, plan_total(after.curve)) == (400, 400, 400)
    payload = json.loads(rows(house, JOURNAL, event="amended")[-1].payload)
    assert payload["parts"][0]["required_hours"] == {"before": "200.00", "after": "300.00"}
    told = json.loads(rows(house, MAIL, kind=TOLD)[-1].payload)
    assert [(each["number"], each["hours_after"]) for each in told["parts"]] == [("2", "300")]


def test_a_lot_corrected_or_cancelled_gives_its_figures_back(house: House) -> None:
    market, first, second = of_lots(house)
    wrong = [{"part_id": second, "required_hours": 900}]
    do(house, record_amendment, market, amendment(parts=wrong, reason="Accord."))
    right = amendment(parts=[{"part_id": first, "required_hours": 150}], reason="Accord.").model_dump()
    correction = AmendmentCorrection(**right, why="Autre lot.")
    seen: Change = do(house, foresee_correction, market, correction)
    assert [(each.part.number, each.after.required_hours) for each in seen.parts] == [("1", 150), ("2", 200)]
    assert (seen.before.required_hours, seen.after.required_hours) == (1000, 350)
    assert lot_hours(house, market) == [100, 900]
    do(house, correct_last_amendment, market, correction)
    assert owed(house, market) == seen.after
    assert lot_hours(house, market) == [150, 200]
    do(house, cancel_last_change, market, WHY)
    assert (owed(house, market).required_hours, lot_hours(house, market)) == (300, [100, 200])


def test_figures_of_the_market_beside_those_of_a_lot_or_of_a_stranger_are_refused(house: House) -> None:
    market, first, _ = of_lots(house)
    more = {"part_id": first, "required_hours": 150}
    refused = {
        "required_hours": {"parts": [more], "required_hours": 400},
        "amount_excl_tax": {"parts": [more], "amount_excl_tax": 400_000},
        "parts.1.part_id": {"parts": [more, more]},
        "parts.0.part_id": {"parts": [more | {"part_id": 999}]},
    }
    for field, given in refused.items():
        with pytest.raises(InvalidInput) as caught:
            do(house, record_amendment, market, amendment(**given, reason="Accord."))
        assert [place.field for place in caught.value.places] == [field]


def test_the_one_lot_of_a_market_follows_its_hours(house: House) -> None:
    market = house.register(START)
    calibrated_lot(house, market, "1", amount=300_000)
    house.publish(market, START)
    house.award(market, START)
    house.kick_off(market, START)
    do(house, record_amendment, market, amendment(amount_excl_tax=Decimal(400_000)))
    assert lot_hours(house, market) == [owed(house, market).required_hours] == [400]


def test_a_suspended_month_expects_nothing_and_what_was_expected_comes_later(house: House) -> None:
    market = house.under_way(START)
    expected = hours_by_month(house, market)
    stop(house, market, FEBRUARY)
    assert hours_by_month(house, market) == expected
    resume(house, market, date(2027, 3, 1))
    after = hours_by_month(house, market)
    assert (after[1], after[2]) == (expected[1], 0)
    assert sum(after.values()) == 300
    kinds = [str(row.kind) for row in rows(house, CHANGE, market_id=market)]
    assert kinds == ["suspension", "resumption"]
    assert len(rows(house, MAIL, market_id=market, kind=TOLD)) == 4


def plan_on(house: House, market: int, day: date) -> Any:
    with house.database.read() as session:
        return plan_of(session, house.alice, market, at(day))


def test_what_is_expected_freezes_the_day_before_the_stop(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 2, 15))
    frozen = plan_on(house, market, date(2027, 2, 14)).expected_so_far
    plan = plan_on(house, market, date(2027, 6, 30))
    assert plan.expected_so_far == frozen
    assert (plan.until, plan.stopped_on) == (date(2027, 2, 14), date(2027, 2, 15))
    resume(house, market, date(2027, 7, 1))
    assert plan_on(house, market, date(2027, 6, 30)).expected_so_far == frozen
    assert plan_on(house, market, date(2027, 7, 31)).expected_so_far > frozen


def test_stops_across_the_change_of_clocks_and_the_year_shift_by_whole_days(house: House) -> None:
    market = house.under_way(START)
    end = market_row(house, market).planned_end_on
    stop(house, market, date(2027, 3, 27))
    resume(house, market, date(2027, 3, 29))  # the clocks went forward on the 28th
    assert market_row(house, market).planned_end_on == end + timedelta(days=2)
    stop(house, market, date(2027, 6, 20))
    resume(house, market, date(2028, 1, 10))
    after = owed(house, market)
    assert after.planned_end_on == end + timedelta(days=2 + 204)
    assert plan_total(after.curve) == 300
    stopped = {each.month: each.hours for each in after.curve}
    assert all(stopped[date(2027, month, 1)] == 0 for month in range(7, 13))


def test_a_stop_told_late_cancels_the_sheets_of_the_months_that_it_covers(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 4, 2))
    stop(house, market, date(2027, 4, 2), from_on=FEBRUARY)
    resume(house, market, date(2027, 4, 5))
    statuses = {row.month.month: row.status for row in rows(house, SHEET, market_id=market)}
    assert statuses[1] is SheetStatus.AWAITED
    assert (statuses[2], statuses[3]) == (SheetStatus.CANCELLED, SheetStatus.CANCELLED)
    waiting = rows(house, DEADLINE, market_id=market, rule="sheet_ladder", status=DeadlineStatus.PENDING)
    assert {row.subject_id for row in waiting} <= {house.sheet_of(market, date(2027, 1, 1))}


def test_works_terminated_while_stopped_owe_nothing_for_the_months_stopped(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 3, 2))
    stop(house, market, date(2027, 3, 2), from_on=FEBRUARY)
    terminate(house, market, date(2027, 3, 20))
    statuses = {row.month.month: row.status for row in rows(house, SHEET, market_id=market)}
    assert statuses[2] is SheetStatus.CANCELLED
    assert house.stage(market) is Stage.TERMINATED


def test_an_amendment_during_a_stop_waits_for_the_resumption_to_shift(house: House) -> None:
    market = house.under_way(START)
    before = hours_by_month(house, market)
    stop(house, market, date(2027, 3, 1))
    do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Cour."))
    amended = hours_by_month(house, market)
    assert (amended[1], amended[2]) == (before[1], before[2])
    assert amended[3] > before[3]  # nothing of what the stop froze has gone
    resume(house, market, date(2027, 5, 1))
    after = hours_by_month(house, market)
    assert (after[3], after[4]) == (0, 0)
    assert sum(after.values()) == 450


def test_each_change_begins_where_the_one_before_ended(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Cour."))
    given = TrancheConfirmation(part_id=tranche, confirmed_on=APRIL_1, starts_on=APRIL_1)
    do(house, confirm_tranche, market, given)
    stop(house, market, date(2027, 4, 12))
    resume(house, market, date(2027, 4, 20))
    kept = rows(house, CHANGE, market_id=market)
    for earlier, later in pairwise(kept):
        assert json.loads(earlier.after) == json.loads(later.before)


def test_a_commune_gets_its_share_and_the_journal_keeps_the_one_before(house: House) -> None:
    market = house.under_way(START)
    target = LocalTarget(local_hours=Decimal(30), local_commune="Nanterre")
    do(house, set_local_target, market, target)
    row = market_row(house, market)
    assert (row.local_hours, row.local_commune) == (30, "Nanterre")
    do(house, record_amendment, market, amendment(required_hours=Decimal(450), reason="Cour."))
    assert market_row(house, market).local_hours == 45
    do(house, set_local_target, market, LocalTarget())
    assert market_row(house, market).local_commune is None
    payload = json.loads(rows(house, JOURNAL, event="local_target_set")[-1].payload)
    assert payload["local_hours"] == {"before": "45.00", "after": None}


def test_a_share_names_its_commune_and_stays_within_the_hours(house: House) -> None:
    market = house.under_way(START)
    with pytest.raises(InvalidInput, match="Name the commune"):
        do(house, set_local_target, market, LocalTarget(local_hours=Decimal(30)))
    with pytest.raises(InvalidInput, match="more hours"):
        do(house, set_local_target, market, LocalTarget(local_hours=Decimal(301), local_commune="Nanterre"))
    closed = at_stage(house, Stage.CLOSED, "M-2")
    with pytest.raises(MarketOver):
        do(house, set_local_target, closed, LocalTarget())


def test_only_staff_change_what_a_market_owes(house: House) -> None:
    market = house.under_way(START)
    buyer = Actor(
        ActorKind.ACCOUNT, house.territory_id, 999, Role.BUYER, party_id=market_row(house, market).buyer_id
    )
    for command, input in ((record_amendment, amendment()), (cancel_last_change, WHY)):
        with house.database.write() as session, pytest.raises(NotAllowed):
            command(session, buyer, market, input, now=at(APRIL_1))


def test_hours_of_a_month_that_a_late_stop_covers_are_set_aside_and_come_back_with_the_resumption(
    house: House,
) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 3, 1))
    house.answer(market, FEBRUARY, "50", date(2027, 3, 2))
    house.validate(market, FEBRUARY, date(2027, 3, 3))
    assert market_row(house, market).counted_hours == 50
    stop(house, market, APRIL_1, from_on=FEBRUARY)
    assert market_row(house, market).counted_hours == 0
    resume(house, market, date(2027, 2, 20))
    assert market_row(house, market).counted_hours == 50
    why = [json.loads(row.payload)["why"] for row in rows(house, JOURNAL, event="recounted")]
    assert why[-2:] == ["suspended", "resumed"]


def test_hours_after_the_reception_are_set_aside(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 3, 1))
    house.answer(market, FEBRUARY, "50", date(2027, 3, 2))
    house.validate(market, FEBRUARY, date(2027, 3, 3))
    house.receive(market, date(2027, 1, 29))
    assert market_row(house, market).counted_hours == 0
