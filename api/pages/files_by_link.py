"""Hours by a file, by a link without an account: tried, read through, taken in, whichever link it is."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile
from fastapi.responses import Response

from api.forms import FormState, on_refusal
from api.pages.by_link import READ, count_act
from api.permissions import BY_LINK
from api.sheet_file_desk import SheetFileDesk


def file_routes(link: str, desk_of: Callable[..., SheetFileDesk]) -> APIRouter:
    """The routes under `link`/fichier; `desk_of` is the dependency that gives the desk of its link.

    Each act counts towards what one link may do. Which files there are to fill in is the link's own route.
    """
    router = APIRouter(prefix=f"{link}/fichier", include_in_schema=False, dependencies=[BY_LINK])

    @router.api_route("", methods=READ)
    def file_page(desk: SheetFileDesk = Depends(desk_of)) -> Response:
        """The files to fill in, and one to send."""
        return desk.show(FormState("heures"))

    @router.post("")
    def try_file(
        file: Annotated[UploadFile | None, File()] = None,
        digest: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        desk: SheetFileDesk = Depends(desk_of),
    ) -> Response:
        """Read a file without writing anything, and say what would come of it."""
        on_refusal(desk.request, "heures", desk.show)
        count_act(desk.request, desk.actor)
        return desk.try_file(file, digest, name)

    @router.post("/confirmer")
    def confirm_file(
        digest: Annotated[str, Form()],
        name: Annotated[str, Form()] = "",
        partial: Annotated[str, Form()] = "",
        confirm: Annotated[str, Form()] = "",
        desk: SheetFileDesk = Depends(desk_of),
    ) -> Response:
        """Take in the file that was tried: all of it, or the sheets without a fault."""
        on_refusal(desk.request, "heures", desk.show)
        count_act(desk.request, desk.actor)
        return desk.confirm(digest, name, partial=partial == "oui", confirm=confirm == "oui")

    @router.api_route("/essais/{digest}/constats.csv", methods=READ)
    def trial_findings(digest: str, desk: SheetFileDesk = Depends(desk_of)) -> Response:
        """Every finding of a file that was tried, as a file."""
        count_act(desk.request, desk.actor)
        return desk.trial_findings(digest)

    return router
