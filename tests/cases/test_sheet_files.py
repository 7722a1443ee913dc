"""Files of hours taken in: the same rows as on the page, all or nothing, each for their own sheets."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from cases.actors import Actor
from cases.commands.sheet_files import import_sheets
from cases.commands.sheets import submit_sheet, validate_sheet
from cases.declarations import SheetsReading, SheetsReport
from cases.inputs import LineInput, SheetAnswer
from cases.queries.sheet_files import months_to_answer, sheet_file
from cases.refusals import InvalidInput, NotAllowed, NotFound, SheetQuestioned, SheetsRefused
from cases.statements import JOURNAL, MAIL, MARKET, table_of
from exchange.sheets.reader import read_sheets
from exchange.sheets.separated import sheets_csv
from exchange.sheets.template import sheets_workbook
from models.tables import HourLine, HourSheet, MarketParty, Participant, Party, WorkContract
from models.vocabulary import ActorKind, CompanyRole, ContractKind, PartyKind, Role
from tests.exchange.hour_files import FULL_HEAD, SECRET, TERMS_HEAD, in_csv
from tests.support.people import House, at, fresh_house

SHEET, LINE, PERSON, PARTY = (table_of(t) for t in (HourSheet, HourLine, Participant, Party))
MEMBER, CONTRACT = table_of(MarketParty), table_of(WorkContract)
JANUARY, FEBRUARY_2 = date(2027, 1, 1), date(2027, 2, 2)
BUILDER_SIRET = "73282932000074"
ALICE = ("M-1", "01/2027", "Exemple", "Alice", "84,5", "01/05/1987", "7", "", "Une arrivée")
BOB = ("M-1", "01/2027", "Inventé", "Bob", "35", "", "", "", "")
NOBODY = ("M-2", "01/2027", "", "", "", "", "", "oui", "")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Two markets of the builder, whose January is asked for."""
    house = fresh_house(tmp_path)
    for reference in ("M-1", "M-2"):
        house.under_way(date(2027, 1, 4), reference)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    return house


def builder(house: House) -> int:
    with house.database.read() as session:
        return int(session.connection().execute(select(MEMBER.c.party_id).limit(1)).scalar_one())


def company(house: House) -> Actor:
    return Actor(ActorKind.ACCOUNT, house.territory_id, 99, Role.COMPANY, builder(house))


def read(*rows: Any, head: tuple[str, ...] = FULL_HEAD) -> SheetsReading:
    return read_sheets(in_csv(*rows, head=head), name="heures.csv", secret=SECRET)


def send(house: House, reading: SheetsReading, actor: Actor | None = None, **options: Any) -> SheetsReport:
    options = {"partial": False, "now": at(FEBRUARY_2)} | options
    with house.database.write() as session:
        return import_sheets(session, actor or company(house), reading, **options)


def declared(house: House) -> list[tuple[Any, ...]]:
    """What the sheets hold in the end, people by name."""
    with house.database.read() as session:
        sheets = session.connection().execute(
            select(
                MARKET.c.reference,
                SHEET.c.month,
                SHEET.c.status,
                SHEET.c.is_nil,
                SHEET.c.declared_hours,
                SHEET.c.remark,
            )
            .join(MARKET, MARKET.c.id == SHEET.c.market_id)
            .order_by(MARKET.c.reference)
        )
        lines = session.connection().execute(
            select(
                MARKET.c.reference,
                PERSON.c.last_name,
                PERSON.c.first_name,
                PERSON.c.birth_date,
                LINE.c.hours,
                LINE.c.training_hours,
            )
            .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
            .join(MARKET, MARKET.c.id == SHEET.c.market_id)
            .join(PERSON, PERSON.c.id == LINE.c.participant_id)
            .order_by(MARKET.c.reference, PERSON.c.last_name)
        )
        return [*map(tuple, sheets), *map(tuple, lines)]


def events(house: House) -> int:
    with house.database.read() as session:
        query = select(JOURNAL.c.id).where(JOURNAL.c.event == "sheet_submitted")
        return len(session.connection().execute(query).all())


def counts(report: SheetsReport) -> tuple[int, ...]:
    return tuple(report.counts().values())


def reasons(report: SheetsReport) -> list[tuple[str, str]]:
    return [(found.place.cell, found.reason_fr) for found in report.rejected]


def by_hand(house: House) -> None:
    """The same as the file, through the page's own command."""
    lines = (
        LineInput(
            last_name="Exemple",
            first_name="Alice",
            birth_date=date(1987, 5, 1),
            hours=Decimal("84.5"),
            training_hours=Decimal(7),
        ),
        LineInput(last_name="Inventé", first_name="Bob", hours=Decimal(35)),
    )
    answers = (SheetAnswer(lines=lines, remark="Une arrivée"), SheetAnswer(nil=True))
    for market, answer in enumerate(answers, 1):
        with house.database.write() as session:
            sheet = house.sheet_of(market, JANUARY)
            submit_sheet(session, company(house), sheet, answer, now=at(FEBRUARY_2))


def test_a_file_writes_the_same_rows_as_the_page(house: House, tmp_path: Path) -> None:
    (tmp_path / "hand").mkdir()
    other = fresh_house(tmp_path / "hand")
    for reference in ("M-1", "M-2"):
        other.under_way(date(2027, 1, 4), reference)
    other.live(date(2027, 2, 1), date(2027, 2, 1))
    by_hand(other)

    assert counts(send(house, read(ALICE, BOB, NOBODY))) == (2, 0, 0, 0, 0)
    assert declared(house) == declared(other)
    assert house.open_tasks() == other.open_tasks()
    assert events(house) == events(other) == 2


def test_a_company_gets_one_receipt_for_all_the_sheets_of_its_file(house: House) -> None:
    send(house, read(ALICE, BOB, NOBODY))
    assert house.mails("sheets_receipt") == [("sheets_receipt", "2027-02-02")]
    assert house.mails("sheet_receipt") == []


def test_a_file_of_one_sheet_gets_the_sheets_own_receipt(house: House) -> None:
    send(house, read(ALICE))
    assert house.mails("sheet_receipt") == [("sheet_receipt", "2027-02-02")]


def test_the_same_file_twice_changes_nothing(house: House) -> None:
    send(house, read(ALICE, BOB, NOBODY))
    before, mails = declared(house), house.mails()
    assert counts(send(house, read(ALICE, BOB, NOBODY))) == (0, 0, 2, 0, 0)
    assert (declared(house), house.mails(), events(house)) == (before, mails, 2)


def test_a_correction_updates_the_sheet_and_no_other(house: House) -> None:
    send(house, read(ALICE, BOB, NOBODY))
    report = send(house, read(ALICE, (*BOB[:4], "36", *BOB[5:]), NOBODY))
    assert [(sheet.market, sheet.outcome) for sheet in report.sheets] == [
        ("M-1", "updated"),
        ("M-2", "unchanged"),
    ]
    assert events(house) == 3


def test_a_trial_writes_nothing(house: House) -> None:
    before = declared(house)
    report = send(house, read(ALICE, BOB, NOBODY), dry_run=True)
    assert (counts(report), report.sheets[0].new_people) == ((2, 0, 0, 0, 0), 2)
    assert declared(house) == before


def test_one_fault_keeps_everything_out_unless_the_good_sheets_are_wanted(house: House) -> None:
    wrong = read((*ALICE[:4], "x", *ALICE[5:]), NOBODY)
    with pytest.raises(SheetsRefused) as refused:
        send(house, wrong)
    assert [place.field for place in refused.value.places] == ["E2"]
    assert events(house) == 0

    assert counts(send(house, wrong, partial=True)) == (1, 0, 0, 0, 1)
    assert events(house) == 1


def test_a_file_without_an_answer_is_refused(house: House) -> None:
    with pytest.raises(SheetsRefused) as refused:
        send(house, read(("M-1", "01/2027", "Exemple", "Alice", "", "", "", "", "")))
    assert refused.value.places[0].message_fr == "Le fichier ne répond à aucune fiche."


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("M-9", *ALICE[1:]), "Aucune fiche ne vous est demandée pour ce marché et ce mois"),
        ((ALICE[0], "12/2026", *ALICE[2:]), "Aucune fiche ne vous est demandée pour ce marché et ce mois"),
        ((ALICE[0], "02/2027", *ALICE[2:]), "Ce mois n’est pas terminé"),
    ],
)
def test_a_sheet_that_nobody_asks_for_is_named(house: House, row: Any, said: str) -> None:
    report = send(house, read(row), dry_run=True)
    assert reasons(report)[0][0] == "A2"
    assert reasons(report)[0][1].startswith(said)


def test_a_reference_is_known_in_any_spelling(house: House) -> None:
    assert counts(send(house, read(("m 1", *ALICE[1:])))) == (1, 0, 0, 0, 0)


def test_a_validated_sheet_is_rejected_with_the_way_out_unless_it_says_the_same(house: House) -> None:
    send(house, read(ALICE))
    with house.database.write() as session:
        validate_sheet(session, house.alice, house.sheet_of(1, JANUARY), 1, now=at(FEBRUARY_2))
    assert counts(send(house, read(ALICE))) == (0, 0, 1, 0, 0)
    report = send(house, read((*ALICE[:4], "90", *ALICE[5:])), dry_run=True)
    assert reasons(report) == [
        (
            "A2",
            "Cette fiche est déjà validée\u00a0: demandez sa correction à votre facilitateur, depuis la page"
            " de la fiche.",
        )
    ]


def test_a_buyer_sends_no_hours(house: House) -> None:
    with pytest.raises(NotAllowed):
        send(house, read(ALICE), Actor(ActorKind.ACCOUNT, house.territory_id, 5, Role.BUYER, 1))


def another_company(house: House, kind: PartyKind = PartyKind.COMPANY, siret: str | None = None) -> int:
    values = {"territory_id": house.territory_id, "kind": kind, "name": "Peindre Exemple", "locale": "fr"}
    with house.database.write() as session:
        added = session.connection().execute(
            insert(PARTY).values(**values, siret=siret, created_at=at(JANUARY))
        )
        return int(added.inserted_primary_key[0])


def join(house: House, market: int, party: int) -> None:
    """On the market beside the builder, with a sheet of its own for January."""
    with house.database.write() as session:
        connection = session.connection()
        connection.execute(
            insert(MEMBER).values(market_id=market, party_id=party, role=CompanyRole.SUBCONTRACTOR)
        )
        builders = select(SHEET).where(SHEET.c.market_id == market).order_by(SHEET.c.month).limit(1)
        row = connection.execute(builders).mappings().one()
        values = {name: value for name, value in row.items() if name not in ("id", "party_id")}
        connection.execute(insert(SHEET).values(**values, party_id=party))


def test_another_company_finds_no_sheet_of_the_builder(house: House) -> None:
    stranger = Actor(ActorKind.ACCOUNT, house.territory_id, 7, Role.COMPANY, another_company(house))
    report = send(house, read(ALICE, BOB), stranger, dry_run=True)
    assert (counts(report)[0], len(report.rejected)) == (0, 1)


def test_staff_say_whose_sheet_it_is_when_several_companies_have_one(house: House) -> None:
    join(house, 1, another_company(house, siret="12345678901234"))
    report = send(house, read(ALICE), house.alice, dry_run=True)
    assert "ajoutez une colonne SIRET" in reasons(report)[0][1]

    head = (*FULL_HEAD, "SIRET")
    both = read((*ALICE, BUILDER_SIRET), (*BOB, "12345678901234"), head=head)
    assert counts(send(house, both, house.alice)) == (2, 0, 0, 0, 0)
    named = read((*BOB, "PEINDRE EXEMPLE"), head=(*FULL_HEAD, "Entreprise"))
    assert counts(send(house, named, house.alice)) == (0, 0, 1, 0, 0)


def test_what_is_generated_comes_back_and_no_other_company_may_send_it(house: House) -> None:
    send(house, read(ALICE, BOB, NOBODY))
    with house.database.read() as session:
        file = sheet_file(session, company(house), builder(house), JANUARY, now=at(FEBRUARY_2))
        assert months_to_answer(session, company(house), builder(house)) == [JANUARY]
    assert [(sheet.reference, sheet.nil, len(sheet.people)) for sheet in file.sheets] == [
        ("M-1", False, 2),
        ("M-2", True, 0),
    ]
    made = read_sheets(sheets_workbook(file, SECRET), name="h.xlsx", secret=SECRET)
    plain = read_sheets(sheets_csv(file), name="h.csv", secret=SECRET)
    for reading in (made, plain):
        assert counts(send(house, reading)) == (0, 0, 2, 0, 0)
        assert counts(send(house, reading, house.alice)) == (0, 0, 2, 0, 0)

    stranger = Actor(ActorKind.ACCOUNT, house.territory_id, 7, Role.COMPANY, another_company(house))
    with pytest.raises(InvalidInput, match="made for another company"):
        send(house, made, stranger)
    with pytest.raises(NotFound), house.database.read() as session:
        sheet_file(session, stranger, builder(house), JANUARY, now=at(FEBRUARY_2))


def employ(house: House, agency: int, first: date, last: date | None = None, name: str = "Bob") -> None:
    """Someone is lent to the builder by the agency."""
    with house.database.write() as session:
        connection = session.connection()
        bob = connection.execute(select(PERSON.c.id).where(PERSON.c.first_name == name)).scalar_one()
        connection.execute(
            insert(CONTRACT).values(
                participant_id=bob,
                employer_id=agency,
                company_id=builder(house),
                kind=ContractKind.TEMPORARY,
                starts_on=first,
                ends_on=last,
                created_at=at(JANUARY),
            )
        )


def agency(house: House) -> Actor:
    party = another_company(house, PartyKind.INSERTION_STRUCTURE)
    return Actor(ActorKind.ACCOUNT, house.territory_id, 8, Role.PARTNER, party)


def test_an_agency_declares_the_people_it_lends_and_leaves_the_others_as_they_are(house: House) -> None:
    send(house, read(ALICE, BOB))
    interim = agency(house)
    employ(house, interim.party_id or 0, date(2027, 1, 4))

    report = send(house, read((*BOB[:4], "40", *BOB[5:])), interim)

    assert [sheet.outcome for sheet in report.sheets] == ["updated"]
    lines = [row[1:] for row in declared(house) if len(row) == 6 and row[1] in ("Exemple", "Inventé")]
    assert [(row[0], row[3], row[4]) for row in lines] == [
        ("Exemple", Decimal("84.5"), Decimal(7)),
        ("Inventé", Decimal(40), Decimal(0)),
    ]
    assert declared(house)[0][5] == "Une arrivée"
    assert house.mails("sheets_receipt") == [("sheets_receipt", "2027-02-02")]
    with house.database.read() as session:
        mail = session.connection().execute(select(MAIL.c.payload).where(MAIL.c.kind == "sheets_receipt"))
        assert '"sent_by":"Peindre Exemple"' in mail.scalar_one()
        file = sheet_file(session, interim, interim.party_id or 0, JANUARY, now=at(FEBRUARY_2))
    assert [(sheet.reference, [one.first_name for one in sheet.people]) for sheet in file.sheets] == [
        ("M-1", ["Bob"]),
        ("M-2", ["Bob"]),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ALICE, "Cette personne n’a pas de contrat de votre structure"),
        (("M-1", "01/2027", "Nouveau", "Dino", "3", "", "", "", ""), "Cette personne n’a pas de contrat"),
        (("M-1", "01/2027", "", "", "", "", "", "oui", ""), "Seule l’entreprise dit que personne"),
    ],
)
def test_an_agency_declares_nobody_else(house: House, row: Any, said: str) -> None:
    send(house, read(ALICE, BOB))
    interim = agency(house)
    employ(house, interim.party_id or 0, date(2027, 1, 4))
    report = send(house, read(row), interim, dry_run=True)
    assert [reason.startswith(said) for _, reason in reasons(report)] == [True]


def test_an_agency_whose_contract_is_over_declares_nothing(house: House) -> None:
    send(house, read(ALICE, BOB))
    interim = agency(house)
    employ(house, interim.party_id or 0, date(2026, 6, 1), date(2026, 12, 31))
    report = send(house, read(BOB), interim, dry_run=True)
    assert reasons(report)[0][1].startswith("Cette personne n’a pas de contrat")


def test_an_agency_without_contracts_sees_no_sheet(house: House) -> None:
    interim = agency(house)
    assert reasons(send(house, read(BOB), interim, dry_run=True))[0][1].startswith("Aucune fiche")
    with pytest.raises(NotFound), house.database.read() as session:
        sheet_file(session, interim, interim.party_id or 0, JANUARY, now=at(FEBRUARY_2))


def test_an_agency_does_not_overrule_a_company_that_said_nobody(house: House) -> None:
    send(house, read(ALICE, BOB, NOBODY))
    interim = agency(house)
    employ(house, interim.party_id or 0, date(2027, 1, 4))
    report = send(house, read(("M-2", *BOB[1:])), interim, dry_run=True)
    assert reasons(report)[0][1].startswith("L’entreprise a répondu que personne n’a travaillé")


def test_an_agency_on_a_market_of_its_own_declares_whole_sheets(house: House) -> None:
    interim = agency(house)
    join(house, 1, interim.party_id or 0)
    report = send(house, read(ALICE, BOB), interim)
    assert (counts(report), report.sheets[0].company) == ((1, 0, 0, 0, 0), "Peindre Exemple")


OVER_220 = "Plus de 220\u00a0h dans le mois pour cette personne, tous vos marchés réunis."


def test_what_the_form_would_ask_is_said_of_each_line_across_the_sheets_of_the_file(house: House) -> None:
    first = ("M-1", "01/2027", "Exemple", "Alice", "150", "", "", "", "")
    send(house, read(first))
    second = ("M-2", "01/2027", "Exemple", "Alice", "80", "", "", "", "")
    many = ("M-2", "01/2027", "Nouveau", "Dino", "230", "", "", "", "")
    report = send(house, read(first, second, many), dry_run=True)
    assert [(found.place.cell, found.value, found.reason_fr) for found in report.warnings] == [
        ("E3", "Alice Exemple", OVER_220),
        ("E4", "Dino Nouveau", OVER_220),
    ]
    lower = ("M-1", "01/2027", "Exemple", "Alice", "20", "", "", "", "")
    assert send(house, read(lower, second), dry_run=True).warnings == ()


def test_a_new_name_that_is_nearly_a_known_one_is_asked_about_once_before_a_record_is_made(
    house: House,
) -> None:
    send(house, read(("M-1", "01/2027", "Dupont", "Bob", "20", "", "", "", "")))
    rows = [(market, "01/2027", "Dupond", "Bob", "20", "", "", "", "") for market in ("M-1", "M-2")]
    with pytest.raises(SheetQuestioned) as asked:
        send(house, read(*rows))
    assert [(place.field, place.message_fr) for place in asked.value.places] == [
        ("E2", "Votre entreprise ne connaît pas Bob Dupond\u00a0: vouliez-vous dire Bob Dupont\u00a0?")
    ]

    assert send(house, read(*rows), confirm=True).sheets[0].new_people == 1


def test_a_birth_date_with_day_and_month_swapped_is_asked_about_with_both_dates(house: House) -> None:
    rows = [
        ("M-1", "01/2027", "Fictif", "Dino", "20", born, "", "", "") for born in ("05/06/1990", "06/05/1990")
    ]
    send(house, read(rows[0]))
    (asked,) = send(house, read(rows[1]), dry_run=True).questions
    assert "ne connaît pas Dino Fictif (06/05/1990)\u00a0: " in asked.reason_fr
    assert "did you mean Dino Fictif (05/06/1990)?" in asked.reason_en


def test_doubtful_hours_keep_the_whole_file_out_until_they_are_confirmed(house: House) -> None:
    many = ("M-2", "01/2027", "Nouveau", "Dino", "230", "", "", "", "")
    with pytest.raises(SheetQuestioned) as asked:
        send(house, read(ALICE, many))
    assert [(place.field, place.message_fr) for place in asked.value.places] == [("E3", OVER_220)]
    with pytest.raises(SheetsRefused) as refused:
        send(house, read((*ALICE[:4], "x", *ALICE[5:]), many))
    assert [place.field for place in refused.value.places] == ["E2", "E3"]
    assert send(house, read(ALICE, many), dry_run=True).needs_confirmation
    assert events(house) == 0

    assert counts(send(house, read(ALICE, many), confirm=True)) == (2, 0, 0, 1, 0)
    assert events(house) == 2


NEW = ("M-1", "01/2027", "Nouveau", "Dino", "35", "", "", "", "")


def with_terms(*terms: str, line: tuple[str, ...] = NEW) -> SheetsReading:
    return read((*line, *terms), head=(*FULL_HEAD, *TERMS_HEAD))


def test_who_employs_and_which_criterion_are_found_or_named_by_their_cells(house: House) -> None:
    another_company(house, PartyKind.INSERTION_STRUCTURE, "12345678901234")
    wrong = with_terms("CDD", "04/01/2027", "", "Intérim de nulle part", "Parce que")
    found = send(house, wrong, dry_run=True).rejected
    assert [(one.place.cell, one.value) for one in found] == [
        ("M2", "Dino Nouveau"),
        ("N2", "Dino Nouveau"),
    ]
    for employer in ("peindre exemple", "123 456 789 01234"):
        right = with_terms("CDD", "04/01/2027", "30/06/2027", employer, "Receives the RSA (minimum income)")
        assert counts(send(house, right, dry_run=True)) == (1, 0, 0, 0, 0)


def test_two_contracts_for_one_newcomer_in_one_file_are_named_by_the_second(house: House) -> None:
    first, second = NEW, ("M-2", *NEW[1:])
    terms = ("CDD", "04/01/2027", "", "", "rsa"), ("CDI", "04/01/2027", "", "", "rsa")
    head = (*FULL_HEAD, *TERMS_HEAD)
    same = read((*first, *terms[0]), (*second, *terms[0]), head=head)
    assert counts(send(house, same, dry_run=True)) == (2, 0, 0, 0, 0)
    other = read((*first, *terms[0]), (*second, *terms[1]), head=head)
    said = "La ligne 2 donne un autre contrat à cette personne\u00a0: n’en gardez qu’un"
    for known in (False, True):
        if known:
            send(house, read(NEW))
        ((cell, reason),) = reasons(send(house, other, dry_run=True))
        assert (cell, reason.startswith(said)) == ("J3", True)


def test_a_file_gives_someone_known_a_first_contract_and_is_told_of_that_which_it_does_not_replace(
    house: House,
) -> None:
    send(house, read(NEW))
    first = send(house, with_terms("CDD", "04/01/2027"))
    again = send(house, with_terms("CDD", "04/01/2027"))
    other = send(house, with_terms("CDI", "05/01/2027"))
    assert [counts(each)[:3] for each in (first, again, other)] == [(0, 1, 0), (0, 0, 1), (0, 0, 1)]
    assert [[one.place.cell for one in each.warnings] for each in (first, again, other)] == [[], [], ["J2"]]
    with house.database.read() as session:
        starts = session.connection().execute(select(CONTRACT.c.starts_on)).scalars().all()
    assert starts == [date(2027, 1, 4)]


def test_someone_new_is_one_person_on_all_the_sheets_of_the_file_when_hours_are_questioned(
    house: House,
) -> None:
    rows = [(market, *NEW[1:4], "120", *NEW[5:]) for market in ("M-1", "M-2")]
    asked = send(house, read(*rows), dry_run=True).questions
    assert [(one.place.cell, one.reason_fr) for one in asked] == [("E2", OVER_220), ("E3", OVER_220)]
    gone = send(house, with_terms("CDD", "01/10/2026", "30/11/2026"), dry_run=True).questions
    assert [one.reason_fr for one in gone] == ["Le contrat de cette personne s’est terminé le 30/11/2026."]
