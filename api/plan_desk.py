"""A purchasing plan brought by somebody: tried, then confirmed; by a signed-in page or by a link alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, UploadFile
from fastapi.responses import Response

from api.house import House, house_of
from api.rendering import page, see_other
from api.spreadsheet import csv_response
from api.uploads import Uploads
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.purchasing_plans import import_plan
from cases.purchasing import PlanReport
from cases.refusals import InvalidInput, Place
from exchange.plans.reader import read_plan
from exchange.plans.template import MEDIA_TYPE, template_csv, template_workbook
from exchange.tables.limits import READ_AT_MOST

SHOWN = 300
FINDING_COLUMNS = ("kind", "market", "sheet", "row", "column", "header", "value")
NO_FILE = Place("file", "Choisissez un fichier.", "Choose a file.")


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """Who brings the plan, for which buyer, and under which address the pages stand."""

    request: Request
    actor: Actor
    buyer_id: int
    base: str

    def try_file(self, file: UploadFile | None) -> Response:
        """Read a file without writing anything, and say what would come of it. Raises InvalidInput."""
        if file is None or not file.filename:
            raise InvalidInput(NO_FILE)
        house = house_of(self.request)
        digest = _uploads(house).keep(self.buyer_id, file.file, now=house.clock())
        name = file.filename[:200]
        report = self._run(digest, name, partial=True, dry_run=True)
        told = report.as_json()
        shown = plan_shown(told["announced"], told["findings"])
        trial: dict[str, Any] = {"digest": digest, "name": name, "buyer_id": self.buyer_id, "report": report}
        return page(self.request, "plan_trial.html", base=self.base, **trial, **shown)

    def confirm(self, digest: str, name: str, *, partial: bool) -> Response:
        """Take in the file that was tried. Raises NotFound, PlanRefused."""
        report = self._run(digest, name[:200], partial=partial, dry_run=False)
        house = house_of(self.request)
        _uploads(house).drop(self.buyer_id, digest)
        house.wake_delivery()
        done = "plan-connu" if report.is_known else "plan"
        return see_other(self.request, f"{self.base}/{report.plan_id}?fait={done}")

    def trial_findings(self, digest: str) -> Response:
        """Every finding of the file that was tried, as a file."""
        report = self._run(digest, "", partial=True, dry_run=True)
        return findings_file(self.request, "plan", [finding.as_json() for finding in report.findings])

    def _run(self, digest: str, name: str, *, partial: bool, dry_run: bool) -> PlanReport:
        house = house_of(self.request)
        with _uploads(house).open(self.buyer_id, digest) as stream:
            plan = read_plan(stream.read(READ_AT_MOST), name=name)
        opened = house.database.read() if dry_run else house.database.write()
        with opened as session:
            return import_plan(
                session,
                self.actor,
                self.buyer_id,
                plan,
                partial=partial,
                dry_run=dry_run,
                now=house.clock(),
            )


def plan_shown(markets: Sequence[Any], findings: Sequence[Any]) -> dict[str, Any]:
    """The markets and the findings that a page shows, and how many there are."""
    return {
        "markets": markets[:SHOWN],
        "market_total": len(markets),
        "rows": findings[:SHOWN],
        "total": len(findings),
    }


def findings_file(request: Request, name: str, findings: Sequence[Mapping[str, Any]]) -> Response:
    """The findings as a CSV that a spreadsheet opens without running anything of it."""
    names = (*FINDING_COLUMNS, f"reason_{locale_of(request)}")
    return csv_response(f"{name}-constats", names, ([finding[key] for key in names] for finding in findings))


def template_file(kind: str) -> Response:
    """The template, to be saved: `xlsx` or `csv`."""
    content, media_type = (template_csv(), "text/csv") if kind == "csv" else (template_workbook(), MEDIA_TYPE)
    headers = {"content-disposition": f'attachment; filename="plan-d-achats.{kind}"'}
    return Response(content, media_type=media_type, headers=headers)


def _uploads(house: House) -> Uploads:
    return Uploads(house.settings.data_dir / "plans")
