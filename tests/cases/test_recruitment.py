"""Needs go to the partners of their trade, and candidates come back; names stay where they belong."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from cases.actors import Actor
from cases.commands.candidate_decisions import decide_candidates
from cases.commands.candidates import answer_nobody, propose_candidate, withdraw_candidate
from cases.commands.needs import close_need, record_need, send_need
from cases.commands.partners import add_partner, change_partner
from cases.inputs.recruitment import (
    CandidateDecision,
    CandidateDecisions,
    CandidateInput,
    NeedClosing,
    NeedInput,
    NeedSending,
    PartnerInput,
)
from cases.queries.links import open_act
from cases.queries.needs import list_needs, one_need
from cases.refusals import (
    CandidateAlreadyDecided,
    CandidateAlreadyProposed,
    InvalidInput,
    LinkExpired,
    NeedClosed,
    NeedNotPossible,
    NotAllowed,
    NotFound,
)
from cases.statements import DEADLINE, JOURNAL, MAIL, table_of
from models.tables import AccessLink, Candidate, MarketParty, NeedPartner
from models.vocabulary import (
    ActorKind,
    CandidateStatus,
    ContractKind,
    LinkAct,
    NeedStatus,
    PartyKind,
    Role,
    StructureKind,
    Trade,
)
from tests.cases.scenes import events, one, rows
from tests.support.people import House, at

LINK, CANDIDATE, MEMBER = table_of(AccessLink), table_of(Candidate), table_of(MarketParty)
ASKED = table_of(NeedPartner)
START, SENT = date(2027, 1, 4), date(2027, 1, 11)
DINO = CandidateInput(first_name="Dino", last_name="Fictif", phone="06 99 00 11 22")
BOB = CandidateInput(first_name="Bob", last_name="Inventé")


def partner_input(name: str = "Chantier École Fictif", **changes: Any) -> PartnerInput:
    values = {
        "kind": PartyKind.INSERTION_STRUCTURE,
        "structure_kind": StructureKind.ACI,
        "name": name,
        "email": f"{len(name)}@partenaire.example",
        "trades": (Trade.PAINTING,),
    }
    return PartnerInput.model_validate(values | changes)


def partner(house: House, name: str = "Chantier École Fictif", **changes: Any) -> Actor:
    """A partner of the territory, as someone who signs in for it."""
    with house.database.write() as session:
        number = add_partner(session, house.alice, partner_input(name, **changes), now=at(START))
    return Actor(ActorKind.ACCOUNT, house.territory_id, 90 + number, Role.PARTNER, number)


def need(house: House, market: int, **changes: Any) -> int:
    values = {
        "party_id": next((row.party_id for row in rows(house, MEMBER, market_id=market)), 0),
        "trade": Trade.PAINTING,
        "positions": 2,
        "contract_kind": ContractKind.FIXED_TERM,
        "starts_on": date(2027, 2, 1),
        "profile": "Peinture de façades.",
    }
    with house.database.write() as session:
        wanted = NeedInput.model_validate(values | changes)
        return record_need(session, house.alice, market, wanted, now=at(SENT))


def send(house: House, number: int, *partners: Actor, day: date = SENT) -> None:
    with house.database.write() as session:
        sending = NeedSending(partners=tuple(each.party_id or 0 for each in partners))
        send_need(session, house.alice, number, sending, now=at(day))


def propose(house: House, actor: Actor, number: int, who: CandidateInput = DINO) -> int:
    with house.database.write() as session:
        return propose_candidate(session, actor, number, who, now=at(SENT))


def decide(house: House, number: int, **statuses: CandidateStatus) -> None:
    chosen = tuple(
        CandidateDecision(candidate_id=int(name.lstrip("n")), status=status)
        for name, status in statuses.items()
    )
    with house.database.write() as session:
        decide_candidates(session, house.alice, number, CandidateDecisions(decisions=chosen), now=at(SENT))


def close(house: House, number: int, status: NeedStatus = NeedStatus.CANCELLED) -> None:
    with house.database.write() as session:
        close_need(session, house.alice, number, NeedClosing(status=status), now=at(SENT))


def mails(house: House, kind: str) -> list[str]:
    return [row.to_email for row in rows(house, MAIL, kind=kind)]


def link_of(house: House, actor: Actor) -> int:
    return int(one(house, LINK, act=LinkAct.PROPOSE, party_id=actor.party_id).id)


def test_a_need_is_sent_once_to_each_partner_with_a_link_of_its_own(house: House) -> None:
    first, second = partner(house), partner(house, "PLIE d’Essai")
    number = need(house, house.under_way(START))

    send(house, number, first)
    send(house, number, first, second)

    assert len(mails(house, "recruitment_need")) == 2
    assert [row.party_id for row in rows(house, LINK, need_id=number)] == [first.party_id, second.party_id]
    with house.database.read() as session:
        opened = open_act(session, link_of(house, first), LinkAct.PROPOSE, now=at(SENT))
    assert (opened.need_id, opened.actor.party_id, opened.actor.role) == (
        number,
        first.party_id,
        Role.PARTNER,
    )


def test_a_partner_without_an_address_is_asked_for_one(house: House) -> None:
    silent = partner(house, email=None)
    number = need(house, house.under_way(START))

    send(house, number, silent)

    assert mails(house, "recruitment_need") == []
    assert "missing_contact" in house.open_tasks()


def test_a_partner_whose_address_is_taken_away_has_one_task_each_time(house: House) -> None:
    school = partner(house, email=None)
    send(house, need(house, house.under_way(START)), school)
    assert house.open_tasks().count("missing_contact") == 1
    for email, open_tasks in (("a@ecole.example", 0), (None, 1), ("b@ecole.example", 0), (None, 1)):
        with house.database.write() as session:
            known = partner_input("Chantier École Fictif", email=email)
            change_partner(session, house.alice, school.party_id or 0, known, now=at(SENT))
        assert house.open_tasks().count("missing_contact") == open_tasks, email


def test_candidates_open_one_task_for_all_and_it_ends_with_the_last_decision(house: House) -> None:
    one_partner = partner(house)
    number = need(house, house.under_way(START))
    send(house, number, one_partner)

    dino, bob = propose(house, one_partner, number), propose(house, one_partner, number, BOB)
    assert house.open_tasks().count("review_candidates") == 1
    decide(house, number, **{f"n{dino}": CandidateStatus.PRESENTED})
    assert "review_candidates" in house.open_tasks()
    decide(house, number, **{f"n{bob}": CandidateStatus.DECLINED})

    assert "review_candidates" not in house.open_tasks()


def test_the_company_is_shown_people_and_each_partner_told_in_one_mail(house: House) -> None:
    first, second = partner(house), partner(house, "PLIE d’Essai")
    number = need(house, house.under_way(START))
    send(house, number, first, second)
    dino, bob = propose(house, first, number), propose(house, first, number, BOB)
    other = propose(house, second, number)

    decide(house, number, **{f"n{each}": CandidateStatus.PRESENTED for each in (dino, bob, other)})
    decide(
        house,
        number,
        **{f"n{dino}": CandidateStatus.HIRED, f"n{bob}": CandidateStatus.DECLINED},
    )

    assert len(mails(house, "candidates_presented")) == 1
    (outcome,) = rows(house, MAIL, kind="candidate_outcome")
    assert outcome.party_id == first.party_id
    assert "Dino Fictif" in outcome.payload and "Bob Inventé" in outcome.payload


def test_no_name_of_a_candidate_is_in_the_journal(house: House) -> None:
    one_partner = partner(house)
    number = need(house, market := house.under_way(START))
    send(house, number, one_partner)
    dino = propose(house, one_partner, number)
    decide(house, number, **{f"n{dino}": CandidateStatus.HIRED})

    told = " ".join(row.payload for row in rows(house, JOURNAL, market_id=market))

    assert "Dino" not in told and "Fictif" not in told
    assert events(house, market)[-4:] == [
        "need_recorded",
        "need_sent",
        "candidate_proposed",
        "candidate_decided",
    ]


def test_each_reader_sees_its_own_of_a_need(house: House) -> None:
    first, second = partner(house), partner(house, "PLIE d’Essai")
    market = house.under_way(START)
    number = need(house, market)
    send(house, number, first, second)
    dino, bob = propose(house, first, number), propose(house, second, number, BOB)
    decide(house, number, **{f"n{dino}": CandidateStatus.PRESENTED})
    company = Actor(
        ActorKind.ACCOUNT,
        house.territory_id,
        80,
        Role.COMPANY,
        one(house, MEMBER, market_id=market).party_id,
    )

    readers = {"alice": house.alice, "first": first, "second": second, "company": company}
    with house.database.read() as session:
        seen = {
            name: [person.id for person in one_need(session, who, number).candidates]
            for name, who in readers.items()
        }

    assert seen == {"alice": [dino, bob], "first": [dino], "second": [bob], "company": [dino]}


def test_a_partner_reaches_only_what_was_sent_to_it(house: House) -> None:
    asked, stranger = partner(house), partner(house, "PLIE d’Essai")
    number = need(house, market := house.under_way(START))
    send(house, number, asked)

    with house.database.read() as session:
        assert list_needs(session, stranger) == []
    with pytest.raises(NotFound):
        propose(house, stranger, number)
    other = need(house, market)
    with pytest.raises(NotFound):
        propose(house, asked, other)
    with pytest.raises(NotAllowed):
        propose(house, house.alice, number)


def test_another_territory_neither_sees_nor_sends(house: House) -> None:
    far = House(house.database, territory_id=2)
    mine, theirs = partner(house), partner(far, "Partenaire Lointain")
    number = need(house, house.under_way(START))

    with pytest.raises(InvalidInput):
        send(house, number, theirs)
    with pytest.raises(NotFound), house.database.write() as session:
        send_need(session, far.alice, number, NeedSending(partners=(mine.party_id or 0,)), now=at(SENT))
    with house.database.read() as session:
        assert list_needs(session, far.alice) == []


def test_the_same_person_is_proposed_once_and_taken_back_until_decided(house: House) -> None:
    one_partner = partner(house)
    number = need(house, house.under_way(START))
    send(house, number, one_partner)
    dino = propose(house, one_partner, number)
    with pytest.raises(CandidateAlreadyProposed):
        propose(house, one_partner, number)

    with house.database.write() as session:
        withdraw_candidate(session, one_partner, number, dino, now=at(SENT))

    assert rows(house, CANDIDATE) == []
    assert "review_candidates" not in house.open_tasks()
    again = propose(house, one_partner, number)
    decide(house, number, **{f"n{again}": CandidateStatus.PRESENTED})
    with pytest.raises(CandidateAlreadyDecided), house.database.write() as session:
        withdraw_candidate(session, one_partner, number, again, now=at(SENT))


@pytest.mark.parametrize("first", [CandidateStatus.HIRED, CandidateStatus.DECLINED])
def test_a_decision_told_to_the_partner_is_final(house: House, first: CandidateStatus) -> None:
    one_partner = partner(house)
    number = need(house, house.under_way(START))
    send(house, number, one_partner)
    dino = propose(house, one_partner, number)
    decide(house, number, **{f"n{dino}": first})

    with pytest.raises(CandidateAlreadyDecided):
        decide(house, number, **{f"n{dino}": CandidateStatus.PRESENTED})
    decide(house, number, **{f"n{dino}": first})

    assert len(mails(house, "candidate_outcome")) == 1


def test_silence_of_all_partners_becomes_a_task_and_one_answer_prevents_it(house: House) -> None:
    first, second = partner(house), partner(house, "PLIE d’Essai")
    market = house.under_way(START)
    silent, answered = need(house, market), need(house, market)
    send(house, silent, first, second)
    send(house, answered, first, second)
    with house.database.write() as session:
        answer_nobody(session, second, answered, now=at(SENT))

    house.live(SENT, date(2027, 1, 25))

    (task,) = [row for row in rows(house, DEADLINE, rule="need_answer") if row.status == "fired"]
    assert task.subject_id == silent
    assert house.open_tasks().count("need_unanswered") == 1


def test_closing_stops_links_tells_who_waits_and_erases_names_later(house: House) -> None:
    told, waits = partner(house), partner(house, "PLIE d’Essai")
    number = need(house, house.under_way(START))
    send(house, number, told, waits)
    dino = propose(house, told, number)
    decide(house, number, **{f"n{dino}": CandidateStatus.HIRED})

    close(house, number, NeedStatus.FILLED)

    assert [row.party_id for row in rows(house, MAIL, kind="need_closed")] == [waits.party_id]
    with pytest.raises(LinkExpired), house.database.read() as session:
        open_act(session, link_of(house, waits), LinkAct.PROPOSE, now=at(SENT))
    with pytest.raises(NeedClosed):
        propose(house, waits, number, BOB)
    house.tick(at(date(2029, 1, 15), 10))
    person = one(house, CANDIDATE, id=dino)
    assert (person.first_name, person.phone, person.status) == ("–", None, CandidateStatus.HIRED)


def test_a_need_is_recorded_between_kickoff_and_reception_for_a_company_of_the_market(house: House) -> None:
    market = house.register(START)
    stranger = partner(house).party_id
    with pytest.raises(NeedNotPossible):
        need(house, market, party_id=stranger)
    house.publish(market, START)
    house.award(market, START)
    with pytest.raises(InvalidInput) as refused:
        need(house, market, party_id=stranger)

    assert refused.value.places[0].field == "party_id"
    assert need(house, market)


def test_a_company_records_its_own_need_only(house: House) -> None:
    market = house.under_way(START)
    party = one(house, MEMBER, market_id=market).party_id
    wanted = NeedInput(
        party_id=party,
        trade=Trade.ROOFING,
        positions=1,
        contract_kind=ContractKind.APPRENTICESHIP,
        starts_on=date(2027, 3, 1),
        profile="Couverture.",
    )
    mine = Actor(ActorKind.ACCOUNT, house.territory_id, 80, Role.COMPANY, party)
    other = Actor(ActorKind.ACCOUNT, house.territory_id, 81, Role.COMPANY, party + 1)

    with house.database.write() as session:
        assert record_need(session, mine, market, wanted, now=at(SENT))
    with pytest.raises(NotFound), house.database.write() as session:
        record_need(session, other, market, wanted, now=at(SENT))


def test_two_partners_do_not_share_a_siret_and_a_new_address_is_written_to_again(house: House) -> None:
    partner(house, siret="732 829 320 00074")
    second = partner(house, "PLIE d’Essai")

    with pytest.raises(InvalidInput) as refused, house.database.write() as session:
        again = partner_input("Autre", siret="73282932000074")
        change_partner(session, house.alice, second.party_id or 0, again, now=at(SENT))

    assert refused.value.places[0].field == "siret"
    with house.database.write() as session:
        new = partner_input("PLIE d’Essai", email="nouveau@plie.example", trades=())
        change_partner(session, house.alice, second.party_id or 0, new, now=at(SENT))
    with house.database.read() as session:
        count = session.connection().execute(select(ASKED.c.need_id)).all()
    assert count == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": PartyKind.COMPANY},
        {"kind": PartyKind.PRESCRIBER},
        {"structure_kind": None},
    ],
)
def test_a_partner_is_a_structure_with_its_kind_or_a_prescriber_without(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        partner_input(**wrong)
