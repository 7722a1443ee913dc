"""The inbox."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, update

from cases.queries.inbox import PAGE, end_of_week, inbox
from cases.statements import TASK
from models.vocabulary import Role, TaskKind, TaskStatus
from tests.api.town import Town

HTMX = {"hx-request": "true", "hx-request-type": "partial"}
MONDAY = date(2026, 3, 2)


def add_task(
    town: Town, due_on: date, *, assignee: int | None = None, kind: TaskKind = TaskKind.PLAN_RECEPTION
) -> int:
    with town.house.database.write() as session:
        known = session.connection().execute(select(TASK.c.id)).scalars().all()
        values = {
            "territory_id": town.house.territory_id,
            "kind": kind,
            "subject_id": 1,
            "unique_key": f"essai-{len(known)}",
            "details": '{"company": "Bâtisseur d’Essai", "month": "2026-02-01"}',
            "due_on": due_on,
            "assignee_id": assignee,
            "status": TaskStatus.OPEN,
            "opened_at": town.now,
        }
        added = session.connection().execute(insert(TASK).values(**values).returning(TASK.c.id))
        return int(added.scalar_one())


@pytest.mark.parametrize(
    ("due_on", "headings"),
    [
        (date(2026, 3, 1), ("En retard (1)", "Cette semaine (0)", "Plus tard (0)")),
        (date(2026, 3, 2), ("En retard (0)", "Cette semaine (1)", "Plus tard (0)")),
        (date(2026, 3, 8), ("En retard (0)", "Cette semaine (1)", "Plus tard (0)")),
        (date(2026, 3, 9), ("En retard (0)", "Cette semaine (0)", "Plus tard (1)")),
    ],
)
def test_tasks_stand_in_three_groups_with_their_counts(
    town: Town, due_on: date, headings: tuple[str, ...]
) -> None:
    add_task(town, due_on)

    said = town.alice().get("/taches").text.replace('<span class="count">', "").replace("</span>", "")

    for heading in headings:
        assert heading in said


def test_what_an_import_left_doubtful_is_read_under_its_task_and_on_the_case(town: Town) -> None:
    market = town.market_under_way()
    task = add_task(town, MONDAY, kind=TaskKind.VERIFY_IMPORT)
    doubt = {"message_fr": "La durée n’est pas un nombre.", "message_en": "The duration is not a number."}
    with town.house.database.write() as session:
        about = {"market_id": market, "details": json.dumps({"doubts": [doubt]})}
        session.connection().execute(update(TASK).where(TASK.c.id == task).values(**about))
    for page in ("/taches", f"/marches/{market}"):
        assert "La durée n’est pas un nombre." in town.alice().get(page).text


def test_the_week_ends_on_sunday() -> None:
    assert end_of_week(MONDAY) == end_of_week(date(2026, 3, 8)) == date(2026, 3, 8)


def test_the_day_is_that_of_the_territory(town: Town) -> None:
    town.now = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # already Monday in Paris
    add_task(town, date(2026, 3, 1))

    assert "tag-late" in town.alice().get("/taches").text


def test_mine_are_those_given_to_me_and_those_given_to_nobody(town: Town) -> None:
    bob = town.add_account(Role.FACILITATOR)
    mine, anyones, his = (add_task(town, MONDAY, assignee=who) for who in (town.house.alice.id, None, bob))

    shown = town.alice().get("/taches").text
    every = town.alice().get("/taches?vue=toutes").text

    assert f'id="task-{mine}"' in shown and f'id="task-{anyones}"' in shown
    assert f'id="task-{his}"' not in shown
    assert f'id="task-{his}"' in every


def test_a_task_of_another_territory_is_not_there(town: Town) -> None:
    from tests.support.people import House

    elsewhere = House(town.house.database, territory_id=2)
    elsewhere.register(MONDAY, "AILLEURS")

    assert "AILLEURS" not in town.alice().get("/taches?vue=toutes").text


def test_saying_that_a_task_is_done_ends_it_and_says_so(town: Town) -> None:
    task = add_task(town, MONDAY)

    answer = town.alice().post(f"/taches/{task}/faite")

    assert answer.headers["location"] == "/taches?fait=tache&vue="
    shown = town.alice().get(answer.headers["location"]).text
    assert "La tâche est faite." in shown
    assert f'id="task-{task}"' not in shown


def test_with_htmx_only_the_list_comes_back_and_takes_the_focus(town: Town) -> None:
    task, other = add_task(town, MONDAY), add_task(town, MONDAY)

    said = town.alice(**HTMX).post(f"/taches/{task}/faite").text

    assert said.lstrip().startswith('<div id="inbox">')
    assert "data-focus" in said and f'id="task-{other}"' in said
    assert "<html" not in said


def test_a_task_is_a_link_to_where_it_is_done_and_its_button_names_it(town: Town) -> None:
    market = town.house.register(MONDAY)

    shown = town.alice().get("/taches").text

    assert f'href="/marches/{market}/avis">Étudier le projet de marché' in shown
    assert 'Rendre l’avis<span class="visually-hidden"> – Étudier le projet de marché' in shown


def test_a_page_holds_fifty_tasks_and_the_next_one_the_rest(town: Town) -> None:
    for _ in range(PAGE + 2):
        add_task(town, MONDAY)
    browser = town.alice()

    first, second = browser.get("/taches").text, browser.get("/taches?page=2").text

    assert first.count('class="task"') == PAGE and 'rel="next"' in first
    assert second.count('class="task"') == 2 and 'rel="prev"' in second
    assert f'Cette semaine <span class="count">({PAGE + 2})</span>' in second


def test_counting_the_page_and_asking_the_database_agree(town: Town) -> None:
    for day in (1, 2, 8, 9, 10):
        add_task(town, date(2026, 3, day))

    with town.house.database.read() as session:
        whole = inbox(session, town.house.alice, MONDAY, mine=True)
        paged = inbox(session, town.house.alice, MONDAY, mine=True, page=2)

    counts = {(found.late, found.this_week, found.later) for found in (whole, paged)}
    assert counts == {(1, 2, 2)}


def test_an_empty_inbox_says_so(town: Town) -> None:
    assert "Aucune tâche ne vous attend." in town.alice().get("/taches").text
