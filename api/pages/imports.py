"""Open-data files taken in: a trial first, which writes nothing, then its confirmation."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.dependencies import Now, Reading
from api.forms import FormState, on_refusal
from api.house import House, house_of
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import Number, NumberAsked
from api.spreadsheet import csv_response
from api.uploads import Uploads
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.importing import ImportReport, import_markets
from cases.queries.import_records import import_record, list_imports
from cases.queries.paging import Slice
from cases.refusals import InvalidInput, Place
from exchange.decp.reader import read

router = APIRouter(prefix="/imports", include_in_schema=False)
SHOWN = 300


@router.get("")
def imports_page(request: Request, actor: Staff, avant: NumberAsked = None) -> Response:
    """A file to try, and the files taken in so far."""
    return _page(request, actor, FormState("import"), avant)


@router.post("")
def try_file(
    request: Request, actor: Staff, now: Now, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Read a file without writing anything, and say what would come of it."""
    on_refusal(request, "import", lambda form: _page(request, actor, form))
    if file is None or not file.filename:
        raise InvalidInput(Place("file", "Choisissez un fichier.", "Choose a file."))
    digest = _uploads(house_of(request)).keep(actor.territory_id, file.file, now=now)
    report = _take_in(request, actor, digest, file.filename, dry_run=True)
    findings = [*report.rejected, *report.warnings]
    shown: dict[str, Any] = {"report": report, "rows": findings[:SHOWN], "total": len(findings)}
    return page(request, "import_trial.html", name=file.filename, digest=digest, **shown)


@router.post("/confirmer")
def confirm_file(
    request: Request, actor: Staff, digest: Annotated[str, Form()], name: Annotated[str, Form()] = ""
) -> Response:
    """Take in the file that was tried."""
    report = _take_in(request, actor, digest, name[:200], dry_run=False)
    _uploads(house_of(request)).drop(actor.territory_id, digest)
    house_of(request).wake_delivery()
    return see_other(request, f"/imports/{report.run_id}?fait=import")


@router.get("/{import_id}")
def one_import(request: Request, actor: Staff, session: Reading, import_id: Number) -> Response:
    """What came of a file, with its findings."""
    run = import_record(session, actor, import_id)
    findings = run["findings"]
    return page(request, "import_run.html", run=run, rows=findings[:SHOWN], total=len(findings))


@router.get("/{import_id}/constats.csv")
def findings_file(request: Request, actor: Staff, session: Reading, import_id: Number) -> Response:
    """Every finding, as a file."""
    run, locale = import_record(session, actor, import_id), locale_of(request)
    names = ("kind", "market_id", "place", "field", "value", f"reason_{locale}")
    rows = ([finding[name] for name in names] for finding in run["findings"])
    return csv_response(f"import-{import_id}", names, rows)


def _page(request: Request, actor: Actor, form: FormState, before: int | None = None) -> Response:
    with house_of(request).database.read() as session:
        runs = list_imports(session, actor, Slice(before, 20))
    shown: dict[str, Any] = {"runs": runs.items, "next_after": runs.next_after}
    return page(request, "imports.html", form=form, **shown)


def _take_in(request: Request, actor: Actor, digest: str, name: str, *, dry_run: bool) -> ImportReport:
    house = house_of(request)
    with _uploads(house).open(actor.territory_id, digest) as stream:
        return import_markets(
            house.database,
            actor,
            read(stream, name=name),
            file_name=name,
            file_format="decp",
            file_sha256=digest,
            dry_run=dry_run,
            now=house.clock(),
        )


def _uploads(house: House) -> Uploads:
    return Uploads(house.settings.data_dir / "uploads")
