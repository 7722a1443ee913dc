"""The real process tree of `jalon up` with a stand-in web: `python -m tests.flows.tree TABLE PORT`."""

import sys

import uvicorn

from flows.supervisor import run_tree
from models.settings import Settings


async def hello(scope, receive, send):  # type: ignore[no-untyped-def]
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


def main() -> int:
    table, port = sys.argv[1:]
    config = uvicorn.Config(hello, port=int(port), lifespan="off", log_level="warning")
    quick = {
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
    }
    return run_tree(Settings(), uvicorn.Server(config), table=table, environment=quick)


if __name__ == "__main__":
    sys.exit(main())
