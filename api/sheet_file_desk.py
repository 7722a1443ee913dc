"""A file of hours brought by somebody: generated, tried, confirmed; signed in or by a link alike."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from fastapi import Request, UploadFile
from fastapi.responses import Response

from api.forms import FormState
from api.house import House, house_of
from api.plan_desk import findings_file
from api.rendering import page, see_other
from api.uploads import Uploads
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.sheet_files import import_sheets
from cases.declarations import SheetsReport
from cases.queries.sheet_files import months_to_answer, sheet_file
from cases.refusals import InvalidInput, Place
from exchange.sheets.reader import read_sheets
from exchange.sheets.separated import sheets_csv
from exchange.sheets.template import MEDIA_TYPE, sheets_workbook
from exchange.tables.limits import READ_AT_MOST
from exchange.tables.refusals import ReadersBusy
from models.secret import secret_key

SHOWN = 300
NO_FILE = Place("file", "Choisissez un fichier.", "Choose a file.")
Kind = Literal["xlsx", "csv"]
MONTH: Final = r"^20\d\d-(0[1-9]|1[0-2])$"


@dataclass(frozen=True, slots=True)
class SheetFileDesk:
    """Who brings the file, the address of the page, and where to go once it is taken in.

    `folder` is where the files of each month are; a sheet's own link gives that of its month alone (`only`).
    """

    request: Request
    actor: Actor
    base: str
    after: str
    folder: str = ""
    only: date | None = None

    def show(self, form: FormState) -> Response:
        """The files to download, and one to send."""
        months: list[date] = []
        if self.actor.party_id is not None:
            with house_of(self.request).database.read() as session:
                months = months_to_answer(session, self.actor, self.actor.party_id)
        here: dict[str, Any] = {"base": self.base, "after": self.after, "actor": self.actor}
        files = {month: self._address(month) for month in months if self.only in (None, month)}
        elsewhere = [month for month in months if month not in files]
        here["again"] = getattr(self.request.state, "file_again", None)
        return page(self.request, "sheet_file.html", files=files, elsewhere=elsewhere, form=form, **here)

    def _address(self, month: date) -> str:
        """Of the month's file, without its kind."""
        return f"{self.base}/heures" if self.only else f"{self.folder or self.base}/{month:%Y-%m}"

    def try_file(self, file: UploadFile | None, digest: str = "", name: str = "") -> Response:
        """Read a file without writing anything, and say what would come of it.

        `digest` and `name` are of one that was sent and whose turn did not come. Raises InvalidInput.
        """
        if file is not None and file.filename:
            house, (owner, uploads) = house_of(self.request), self._uploads()
            digest, name = uploads.keep(owner, file.file, now=house.clock()), file.filename
        elif not digest:
            raise InvalidInput(NO_FILE)
        name = name[:200]
        report = self._run(digest, name, partial=True, dry_run=True)
        findings = [finding.as_json() for finding in report.findings]
        shown: dict[str, Any] = {"sheets": report.sheets[:SHOWN], "rows": findings[:SHOWN]}
        trial: dict[str, Any] = {"digest": digest, "name": name, "report": report, "total": len(findings)}
        return page(self.request, "sheet_file_trial.html", base=self.base, **trial, **shown)

    def confirm(self, digest: str, name: str, *, partial: bool, confirm: bool) -> Response:
        """Take in the file that was tried; `confirm`: its doubtful hours were shown, and are right.

        Raises NotFound, SheetsRefused, SheetQuestioned.
        """
        self._run(digest, name[:200], partial=partial, confirm=confirm, dry_run=False)
        owner, uploads = self._uploads()
        uploads.drop(owner, digest)
        house_of(self.request).wake_delivery()
        return see_other(self.request, f"{self.after}?fait=heures-envoyees")

    def trial_findings(self, digest: str) -> Response:
        """Every finding of the file that was tried, as a file."""
        report = self._run(digest, "", partial=True, dry_run=True)
        return findings_file(self.request, "heures", [finding.as_json() for finding in report.findings])

    def _run(
        self, digest: str, name: str, *, partial: bool, dry_run: bool, confirm: bool = False
    ) -> SheetsReport:
        house, (owner, uploads) = house_of(self.request), self._uploads()
        with uploads.open(owner, digest) as stream:
            content = stream.read(READ_AT_MOST)
        try:
            reading = read_sheets(content, name=name, secret=secret_key(house.settings))
        except ReadersBusy:  # the file is kept: trying again is one button
            again = {"partial": "oui" if partial else "", "confirm": "oui" if confirm else ""}
            again = {"digest": digest, "name": name, **({} if dry_run else again)}
            self.request.state.file_again = again
            raise
        with house.database.read() if dry_run else house.database.write() as session:
            how = {"partial": partial, "dry_run": dry_run, "confirm": confirm}
            return import_sheets(session, self.actor, reading, now=house.clock(), **how)

    def _uploads(self) -> tuple[int, Uploads]:
        """Where the actor's own files wait: nobody confirms another's."""
        return own_uploads(house_of(self.request), self.actor)


def own_uploads(house: House, actor: Actor) -> tuple[int, Uploads]:
    """Companies and structures share among themselves; each of the staff has their own."""
    if actor.party_id is not None:
        return actor.party_id, Uploads(house.settings.data_dir / "heures" / "parties")
    return actor.id or 0, Uploads(house.settings.data_dir / "heures" / "comptes")


def generated_file(request: Request, actor: Actor, party_id: int, month: date, kind: Kind) -> Response:
    """The file of a party for a month, to be saved. Raises NotFound when no sheet of it is open."""
    house = house_of(request)
    with house.database.read() as session:
        file = sheet_file(session, actor, party_id, month, now=house.clock(), locale=locale_of(request))
    if kind == "csv":
        content, media_type = sheets_csv(file), "text/csv"
    else:
        content, media_type = sheets_workbook(file, secret_key(house.settings)), MEDIA_TYPE
    headers = {"content-disposition": f'attachment; filename="heures-{month:%Y-%m}.{kind}"'}
    return Response(content, media_type=media_type, headers=headers)
