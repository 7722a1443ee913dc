"""The OpenAPI document, and answers to whatever a program may send."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.rest import examples
from api.rest.checks import BulkValidation, DistinctHours
from api.rest.openapi import openapi_document
from api.rest.people import NameSearch
from api.rest.sheets import SheetRejection, SheetValidation
from api.rest.territory import NewAccount
from cases import inputs
from cases.commands.accounts import add_api_key
from cases.inputs import recruitment, report
from cases.inputs.globalisation import AgreementEnd, AgreementInput
from cases.rules.policy import RulePack
from models.settings import Settings
from models.vocabulary import Role
from tests.api.rest_examples import example_bodies, operations
from tests.api.town import BASE_URL, Town
from tests.support.people import fresh_house

EXAMPLES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (inputs.NewMarket, examples.NEW_MARKET),
    (inputs.BuyersAnnouncement, examples.ANNOUNCEMENT),
    (inputs.PartyInput, examples.BUYER),
    (inputs.OperationInput, examples.OPERATION),
    (inputs.OperationChange, examples.OPERATION_CHANGE),
    (inputs.OperationChoice, examples.OPERATION_CHOICE),
    (inputs.PartInput, examples.PART),
    (inputs.HeldMeetingInput, examples.HELD_MEETING),
    (inputs.AmendmentInput, examples.AMENDMENT),
    (inputs.AmendmentInput, examples.AMENDMENT_OF_A_LOT),
    (inputs.AmendmentInput, examples.AMENDMENT_SHARED),
    (inputs.AmendmentCorrection, examples.AMENDMENT_CORRECTION),
    (inputs.TrancheConfirmation, examples.TRANCHE_CONFIRMATION),
    (inputs.OrderInput, examples.PURCHASE_ORDER),
    (inputs.ChangeCancellation, examples.CHANGE_CANCELLATION),
    (inputs.LocalTarget, examples.LOCAL_TARGET),
    (inputs.MarketDescription, examples.DESCRIPTION),
    (inputs.ContactInput, examples.CONTACT),
    (inputs.CalibrationFigures, examples.CALIBRATION),
    (inputs.NewScenario, examples.SCENARIO),
    (inputs.Publication, examples.PUBLICATION),
    (inputs.QuestionInput, examples.QUESTION),
    (inputs.AnswerInput, examples.QUESTION_ANSWER),
    (inputs.OfferInput, examples.OFFER),
    (inputs.OfferChange, examples.OFFER_CHANGE),
    (inputs.GridInput, examples.GRID),
    (inputs.MarksInput, examples.MARKS),
    (inputs.AnalysisInput, examples.ANALYSIS),
    (inputs.ClauseSending, examples.CLAUSE_SENDING),
    (inputs.ClauseTemplateInput, examples.CLAUSE_TEMPLATE),
    (inputs.LanguageChoice, examples.LANGUAGE),
    (inputs.NewPassword, examples.PASSWORD),
    (inputs.NewKey, examples.KEY),
    (inputs.WrongContact, examples.WRONG_CONTACT),
    (inputs.Award, examples.AWARD),
    (inputs.MeetingInput, examples.MEETING),
    (inputs.MeetingChange, examples.MEETING_CHANGE),
    (inputs.MeetingCancellation, examples.MEETING_CANCELLATION),
    (inputs.MinutesInput, examples.MINUTES),
    (inputs.Kickoff, examples.KICKOFF),
    (recruitment.PartnerInput, examples.PARTNER),
    (recruitment.NeedInput, examples.NEED),
    (recruitment.NeedSending, examples.NEED_SENDING),
    (recruitment.NeedClosing, examples.NEED_CLOSING),
    (recruitment.CandidateInput, examples.CANDIDATE),
    (recruitment.CandidateDecisions, examples.CANDIDATE_DECISIONS),
    (NameSearch, examples.NAME_SEARCH),
    (inputs.PersonFacts, examples.PERSON),
    (inputs.OtherRecord, examples.OTHER_RECORD),
    (inputs.ContractInput, examples.CONTRACT),
    (inputs.ContractEnd, examples.CONTRACT_END),
    (inputs.ClaimInput, examples.CLAIM),
    (inputs.Confirmation, examples.CONFIRMATION),
    (inputs.ManyConfirmations, examples.CONFIRMATIONS),
    (inputs.EligibilityRefusal, examples.ELIGIBILITY_REFUSAL),
    (inputs.BuyerCriterionInput, examples.BUYER_CRITERION),
    (AgreementInput, examples.AGREEMENT),
    (AgreementEnd, examples.AGREEMENT_END),
    (inputs.SuspensionOrder, examples.SUSPENSION),
    (inputs.Resumption, examples.RESUMPTION),
    (inputs.Reception, examples.RECEPTION),
    (inputs.OpinionInput, examples.OPINION),
    (inputs.Abandonment, examples.ABANDONMENT),
    (inputs.Termination, examples.TERMINATION),
    (inputs.ShortfallChoice, examples.SHORTFALL),
    (inputs.SheetAnswer, examples.ANSWER),
    (inputs.SheetAnswers, examples.ANSWERS),
    (inputs.DraftInput, examples.DRAFT),
    (inputs.CorrectionInput, examples.CORRECTION),
    (inputs.CorrectionAnswer, examples.CORRECTION_ANSWER),
    (SheetValidation, examples.VALIDATION),
    (SheetRejection, examples.REJECTION),
    (report.HoursReportInput, examples.HOURS_REPORT),
    (report.DifferenceDecision, examples.DIFFERENCE_DECISION),
    (report.AttestationChoice, examples.ATTESTATION),
    (BulkValidation, examples.BULK_VALIDATION),
    (DistinctHours, examples.DISTINCT_HOURS),
    (inputs.TaskOutcome, examples.OUTCOME),
    (NewAccount, examples.ACCOUNT),
    (RulePack, examples.PACK),
]
CALLS_PER_OPERATION = 3
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("rest")
    town = Town(
        fresh_house(folder),
        Settings(base_url=BASE_URL, data_dir=folder, trusted_hosts="127.0.0.1,testserver"),
    )
    town.market_under_way()
    yield town
    town.house.database.dispose()


@pytest.fixture(scope="module")
def app(office: Town) -> FastAPI:
    return office.app


def test_every_operation_says_what_it_is_and_how_it_fails(app: FastAPI) -> None:
    for route, operation in operations(app):
        assert operation["summary"], route
        assert operation["description"], route
        assert {"401", "403", "422"} <= set(operation["responses"]), route
        for status in ("401", "422"):
            assert "application/problem+json" in operation["responses"][status]["content"], route


def test_every_json_body_has_an_example(app: FastAPI) -> None:
    with_body = {
        route
        for route, operation in operations(app)
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }
    assert set(example_bodies(app)) == with_body


@pytest.mark.parametrize(("model", "example"), EXAMPLES, ids=lambda given: getattr(given, "__name__", ""))
def test_an_example_fits_its_input(model: type[BaseModel], example: dict[str, Any]) -> None:
    assert model.model_validate_json(json.dumps(example))


def test_every_example_is_checked(app: FastAPI) -> None:
    checked = [example for _, example in EXAMPLES]
    assert all(body in checked for body in example_bodies(app).values())


def test_operation_names_are_stable_and_unique(app: FastAPI) -> None:
    names = [operation["operationId"] for _, operation in operations(app)]
    assert len(names) == len(set(names))
    assert {"list_all_markets", "create_market", "publish", "answer_sheet", "import_file"} <= set(names)


def test_the_document_is_served_without_an_account(office: Town) -> None:
    served = office.browser().get("/api/v1/openapi.json")
    assert served.json() == openapi_document(office.app)
    assert all(path.startswith("/api/v1/") for path in served.json()["paths"])


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fits", "does not"])
def test_whatever_a_program_sends_is_answered_as_documented(office: Town, mode: GenerationMode) -> None:
    """What fits the schema and what does not: never a 5xx, and only documented statuses and shapes."""
    account = office.add_account(Role.DIRECTOR, email=f"programme-{mode.value}@essai.example")
    with office.house.database.write() as session:
        key = add_api_key(session, account, "tests", now=office.now)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", office.app)
    for result in schema.get_all_operations():
        call_often(result.ok(), mode, {"Authorization": f"Bearer {key}"})


def call_often(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    calm = settings(
        max_examples=CALLS_PER_OPERATION,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )

    @calm
    @given(case=operation.as_strategy(mode))
    def call(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:  # what exists, so that commands are reached
            case.path_parameters.update(dict.fromkeys(case.path_parameters, 1))
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    with contextlib.suppress(Unsatisfiable):  # an operation without parameters has nothing to spoil
        call()
