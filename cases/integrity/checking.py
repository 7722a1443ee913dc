"""The whole check, on one instant's view of the database, in constant memory."""

from datetime import datetime

from cases.integrity.chains import check_chains
from cases.integrity.invariants import check_invariants
from cases.integrity.report import Findings, Report
from cases.integrity.seals import check_seals
from cases.integrity.sheets_owed import check_sheets
from cases.integrity.streams import snapshot
from models.database import Database


def check(database: Database, *, now: datetime) -> Report:
    """Verify journal, seals and invariants while the service runs; nothing is written or locked.

    What it cannot see: a journal cut off together with every seal made since. Keep backups apart.
    """
    findings = Findings()
    with database.read() as session:
        connection = snapshot(database, session)
        points = check_seals(connection, findings)
        check_chains(connection, findings, points)
        check_sheets(connection, findings, session, now)
        check_invariants(connection, findings, now)
    return findings.report()
