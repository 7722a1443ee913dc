"""Sending the clause text: frozen, numbered, mailed with its files; and the templates it is written from."""

import json
from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO

import docx
import pytest

from cases.actors import Actor
from cases.commands.clause_templates import adopt_clause_template
from cases.commands.clause_text import send_clause_text
from cases.commands.drafting import describe_market
from cases.commands.moves import publish, restart
from cases.documents import ClauseTextFigures
from cases.inputs import ClauseSending, ClauseTemplateInput, MarketDescription, Publication
from cases.links import token_for
from cases.queries.clause import ClausePage, clause_page, template_versions
from cases.refusals import (
    BuyerUnreachable,
    ClauseTemplateFaulty,
    ClauseTextIncomplete,
    ClauseTextOver,
    MoveIncomplete,
    NotAllowed,
    NotFound,
)
from cases.statements import JOURNAL, MAIL, table_of
from models.settings import Settings
from models.tables import AccessLink, ClauseTemplate, Document
from models.vocabulary import ActorKind, ClauseArticle, Lever, LinkAct, Role, Stage
from notifications.delivery.outbox import claim
from notifications.delivery.writing import Writer
from notifications.site_links import site_links
from tests.cases.scenes import at_stage, forget_address, market_row, one, rows
from tests.support.people import BUYER_EMAIL, House, at

DAY = date(2027, 1, 5)
DOCUMENT, LINK, TEMPLATE = table_of(Document), table_of(AccessLink), table_of(ClauseTemplate)
COMMITMENT = (Lever.EXECUTION_CONDITION, ClauseArticle.COMMITMENT)


def send(house: House, market: int, day: date = DAY, note: str | None = None) -> int:
    with house.database.write() as session:
        return send_clause_text(session, house.alice, market, ClauseSending(note=note), now=at(day))


def describe(house: House, market: int, day: date = DAY, **facts: object) -> None:
    with house.database.write() as session:
        description = MarketDescription.model_validate(facts)
        describe_market(session, house.alice, market, description, now=at(day))


def looked(house: House, market: int, actor: Actor | None = None) -> ClausePage:
    with house.database.read() as session:
        return clause_page(session, actor or house.alice, market, at(DAY))


def director(house: House) -> Actor:
    return Actor(ActorKind.ACCOUNT, house.territory_id, house.alice.id, Role.DIRECTOR)


def adopt(house: House, text: str | None, actor: Actor | None = None) -> int:
    lever, article = COMMITMENT
    with house.database.write() as session:
        input = ClauseTemplateInput(lever=lever, article=article, text=text)
        return adopt_clause_template(session, actor or director(house), input, now=at(DAY))


def written_mails(house: House, day: date) -> list[EmailMessage]:
    """What leaves that day, as the wire would carry it."""
    settings = Settings(secret_key="essai", base_url="https://jalon.example")
    writer = Writer("jalon@t.example", site_links(settings))
    with house.database.write() as session:
        mails = claim(session, at(day, 10)).mails
    contents = [writer.envelope(mail, at(day, 10)).content for mail in mails]
    return [message_from_bytes(content, policy=default) for content in contents]


def test_the_text_leaves_with_its_files_and_is_kept_as_sent(house: House) -> None:
    market = house.register(DAY)

    document_id = send(house, market, note="Lisez surtout l’article 3.")

    document = one(house, DOCUMENT, id=document_id)
    figures = ClauseTextFigures.model_validate_json(document.figures)
    assert (figures.version, figures.required_hours, figures.lever) == (1, 300, Lever.EXECUTION_CONDITION)
    assert market_row(house, market).clause_text_sent_on == DAY
    (mail,) = written_mails(house, DAY)
    assert "Lisez surtout l’article 3." in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    word, text = mail.iter_attachments()
    assert word.get_filename() == "Clause M-1 v1.docx"
    assert any(
        "300\u00a0heures" in line.text for line in docx.Document(BytesIO(word.get_content())).paragraphs
    )
    assert text.get_content_type() == "text/plain"
    assert "300\u00a0heures" in text.get_content()


def test_the_question_page_opens_once_and_its_address_is_only_in_what_is_written(house: House) -> None:
    market = house.register(DAY)

    send(house, market)
    send(house, market, date(2027, 1, 6))

    link = one(house, LINK, act=LinkAct.ASK, market_id=market)
    token = token_for(b"essai", link.id)
    stored = [row.figures for row in rows(house, DOCUMENT)] + [row.payload for row in rows(house, MAIL)]
    assert not any("jalon.example" in content or token in content for content in stored)
    first, second = written_mails(house, date(2027, 1, 6))
    for mail in (first, second):
        _, text = mail.iter_attachments()
        assert f"https://jalon.example/q/{token}" in text.get_content()
        assert token in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "version 2" in str(second["subject"])


def test_each_sending_is_a_version_and_a_change_of_hours_makes_the_last_one_out_of_date(house: House) -> None:
    market = house.register(DAY)
    send(house, market)
    assert looked(house, market).changed == ()

    describe(house, market, required_hours=Decimal(420))

    assert looked(house, market).changed == ("required_hours",)
    send(house, market)
    page = looked(house, market)
    assert page.changed == ()
    assert [text.figures.version for text in page.sent] == [2, 1]
    assert [text.figures.required_hours for text in page.sent] == [420, 300]
    told = [json.loads(row.payload) for row in rows(house, JOURNAL, event="clause_sent")]
    assert told == [
        {"document": text.document_id, "version": text.figures.version} for text in page.sent[::-1]
    ]


def test_what_is_missing_is_listed_and_nothing_leaves(house: House) -> None:
    market = house.register(DAY, hours=0)

    with pytest.raises(ClauseTextIncomplete) as refused:
        send(house, market)

    assert refused.value.names == ("heures",)
    assert looked(house, market).missing == ("heures",)
    assert rows(house, DOCUMENT) == rows(house, MAIL) == rows(house, LINK) == []


def test_a_buyer_without_an_address_cannot_be_sent_the_text(house: House) -> None:
    market = house.register(DAY)
    forget_address(house, BUYER_EMAIL)

    with pytest.raises(BuyerUnreachable):
        send(house, market)

    assert market_row(house, market).clause_text_sent_on is None


@pytest.mark.parametrize("stage", [Stage.KICKOFF, Stage.FOLLOW_UP, Stage.CLOSED, Stage.ABANDONED])
def test_after_the_award_the_text_is_part_of_the_contract(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    with pytest.raises(ClauseTextOver):
        send(house, market)


def test_a_text_that_was_sent_is_enough_to_publish_and_a_restart_asks_for_another(house: House) -> None:
    market = house.register(DAY)
    house.advise(market, DAY)
    send(house, market)
    with house.database.write() as session:
        publish(session, house.alice, market, Publication(published_on=DAY), now=at(DAY))
    assert market_row(house, market).clause_text_sent_on == DAY

    with house.database.write() as session:
        restart(session, house.alice, market, now=at(DAY))

    with pytest.raises(MoveIncomplete) as refused, house.database.write() as session:
        publish(session, house.alice, market, Publication(published_on=DAY), now=at(DAY))
    assert "clause_sent" in [need.name for need in refused.value.missing]


def test_only_staff_of_the_territory_send_and_read_a_clause(house: House) -> None:
    market = house.register(DAY)
    elsewhere = House(house.database, house.territory_id + 1)
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 9, Role.BUYER, market_row(house, market).buyer_id)

    for actor, refusal in ((elsewhere.alice, NotFound), (buyer, NotAllowed)):
        with pytest.raises(refusal):
            looked(house, market, actor)
        with pytest.raises(refusal), house.database.write() as session:
            send_clause_text(session, actor, market, ClauseSending(), now=at(DAY))


def test_an_adopted_template_is_used_and_texts_already_sent_keep_theirs(house: House) -> None:
    market = house.register(DAY)
    send(house, market)

    assert adopt(house, "# Chez nous\nNous demandons {{ heures }}.") == 1

    draft = looked(house, market).draft
    assert draft is not None
    ours = next(each for each in draft.articles if each.article is COMMITMENT[1])
    assert (ours.template_version, ours.template) == (1, "# Chez nous\nNous demandons {{ heures }}.")
    (sent,) = looked(house, market).sent
    assert "Chez nous" not in sent.figures.model_dump_json()


def test_versions_stay_readable_and_the_default_may_come_back(house: House) -> None:
    adopt(house, "Première.")
    adopt(house, None)
    adopt(house, "Troisième.")

    with house.database.read() as session:
        versions = template_versions(session, house.alice, *COMMITMENT)

    assert [(each.version, each.is_default) for each in versions] == [
        (3, False),
        (2, True),
        (1, False),
        (0, True),
    ]
    assert versions[1].text == versions[3].text
    assert versions[0].adopted_by == "Alice Exemple"


def test_a_value_that_a_template_asks_for_and_the_market_lacks_is_missing(house: House) -> None:
    market = house.register(DAY)
    adopt(house, "Démarrage le {{ date_demarrage }}.")
    with pytest.raises(ClauseTextIncomplete) as refused:
        send(house, market)
    assert refused.value.names == ("date_demarrage",)


def test_a_faulty_template_is_refused_with_its_lines_and_names(house: House) -> None:
    with pytest.raises(ClauseTemplateFaulty) as refused:
        adopt(house, "Bien.\n{{ heure }}\n[si lots]")
    assert [place.message_fr for place in refused.value.places] == [
        "Ligne 2 : « heure » n’est pas une valeur de la liste.",
        "Ligne 3 : « [si lots] » n’est pas fermée par [fin].",
    ]
    assert all(place.field == "text" for place in refused.value.places)
    assert rows(house, TEMPLATE) == []


def test_a_facilitator_does_not_word_the_territorys_templates(house: House) -> None:
    with pytest.raises(NotAllowed):
        adopt(house, "Texte.", house.alice)
