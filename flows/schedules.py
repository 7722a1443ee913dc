"""When the flows run: one table, read by `jalon up`, by `jalon worker` and by the tests that guard it.

No run falls between 01:00 and 02:59: that is where Europe/Paris skips an hour in March and repeats one in
October, and the hour next to it is left free as well, since schedulers compute around the change. Whatever
falls due in the gap is done at 04:00-04:05: each run does everything due up to its instant, so an extra,
late, repeated or dropped run changes nothing. For the same reason a run that would overlap the previous
one is cancelled (`limit` 1) instead of queued.
"""

from dataclasses import dataclass

PARIS = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Deployment:
    """One line of the table: `flow` is the dotted path of a flow, `limit` its runs at one time."""

    name: str
    flow: str
    cron: str
    why: str
    timezone: str = PARIS
    limit: int = 1


DEPLOYMENTS = (
    Deployment(
        name="tick",
        flow="flows.deployed.tick",
        cron="5 0,4-23 * * *",
        why="Fires every deadline that is due. Deadlines are local dates, so an hour late is on time.",
    ),
    Deployment(
        name="open-sheets",
        flow="flows.deployed.open_sheets",
        cron="1 8 1 * *",
        why="Opens the month's hour sheets when mail may leave (08:00 by default), ahead of the tick.",
    ),
    Deployment(
        name="deliver-leftovers",
        flow="flows.deployed.deliver_leftovers",
        cron="*/15 0,4-23 * * *",
        why="Sends the mail the service's own loop left behind: it died, or the relay was down.",
    ),
    Deployment(
        name="check-integrity",
        flow="flows.deployed.check_integrity",
        cron="15 5 * * *",
        why="Verifies the journal and the invariants, then seals the day of each territory.",
    ),
)
