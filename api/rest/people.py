"""People: found, corrected, joined and separated; a company's or a structure's own."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff, allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, body, operation_id
from api.rest.people_shapes import OwnPersonRecord, PersonRecord, PersonSummary
from api.rest.shapes import PageOf
from cases.actors import Actor
from cases.commands.merges import merge_people, tell_apart, undo_merge
from cases.commands.people import correct_person
from cases.inputs import OtherRecord, PersonFacts
from cases.queries.own_people import OwnPerson, own_people_slice, own_person
from cases.queries.paging import Page, Slice
from cases.queries.people import Only, PeopleFilter, people_slice
from cases.queries.person_page import PersonPage, person_page
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1", tags=["People"], generate_unique_id_function=operation_id)
Declarer = Annotated[Actor, allow(Role.COMPANY, Role.PARTNER)]


class NameSearch(BaseModel):
    """Words of a name; in a body, because a name never stands in an address."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("/people", summary="List the people", response_model=PageOf[PersonSummary], responses=READS)
def list_all_people(
    session: Reading,
    actor: Staff,
    now: Now,
    only: Only | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Everyone, those to confirm, or those whose time is ending."""
    return people_slice(session, actor, PeopleFilter(only=only), Slice(after, limit), now=now)


@router.post(
    "/people/search",
    summary="Find people by name",
    response_model=PageOf[PersonSummary],
    responses=WRITES,
)
def search_people(
    session: Reading,
    actor: Staff,
    now: Now,
    input: Annotated[NameSearch, body(examples.NAME_SEARCH)],
    only: Only | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Whose names hold the words, or are spelled like them. Changes nothing."""
    return people_slice(session, actor, PeopleFilter(input.name, only), Slice(after, limit), now=now)


@router.get(
    "/my-people", summary="List one’s own people", response_model=PageOf[OwnPersonRecord], responses=READS
)
def list_own_people(
    session: Reading, actor: Declarer, now: Now, after: After = None, limit: Limit = 50
) -> Page:
    """Those whom a company declares, or whom an insertion structure employs, and where they stand."""
    return own_people_slice(session, actor, Slice(after, limit), now=now)


@router.get(
    "/my-people/{participant_id}",
    summary="Read one’s own person",
    response_model=OwnPersonRecord,
    responses=READS,
)
def read_own_person(session: Reading, actor: Declarer, now: Now, participant_id: Number) -> OwnPerson:
    """One of them: the standing, never the criterion."""
    return own_person(session, actor, participant_id, now=now)


@router.get("/people/{participant_id}", summary="Read a person", response_model=PersonRecord, responses=READS)
def read_person(session: Reading, actor: Staff, now: Now, participant_id: Number) -> PersonPage:
    """The person that a record is of, with every record, contract, criterion and hour."""
    return person_page(session, actor, participant_id, now)


@router.put(
    "/people/{participant_id}", summary="Correct a record", response_model=PersonRecord, responses=WRITES
)
def replace_person(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    input: Annotated[PersonFacts, body(examples.PERSON)],
) -> PersonPage:
    """Replace what one record says; the person's hours are counted again."""
    correct_person(session, actor, participant_id, input, now=now)
    return person_page(session, actor, participant_id, now)


@router.post(
    "/people/{participant_id}/merge",
    summary="Say that two records are of one person",
    response_model=PersonRecord,
    responses=WRITES,
)
def merge_person(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    input: Annotated[OtherRecord, body(examples.OTHER_RECORD)],
) -> PersonPage:
    """The lower record is the root from then on; it can be undone."""
    root = merge_people(session, actor, participant_id, input.other_id, now=now)
    return person_page(session, actor, root, now)


@router.post(
    "/people/{participant_id}/tell-apart",
    summary="Say that two records are of two people",
    response_model=PersonRecord,
    responses=WRITES,
)
def tell_person_apart(
    session: Writing,
    actor: Staff,
    now: Now,
    participant_id: Number,
    input: Annotated[OtherRecord, body(examples.OTHER_RECORD)],
) -> PersonPage:
    """They are not proposed again."""
    tell_apart(session, actor, participant_id, input.other_id, now=now)
    return person_page(session, actor, participant_id, now)


@router.post("/merges/{merge_id}/undo", summary="Undo a merge", response_model=PersonRecord, responses=WRITES)
def undo_one_merge(session: Writing, actor: Staff, now: Now, merge_id: Number) -> PersonPage:
    """The records that had joined are separated again; answers the person they had joined."""
    root, _ = undo_merge(session, actor, merge_id, now=now)
    return person_page(session, actor, root, now)
