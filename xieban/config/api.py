"""The administration API: /admin/api/v1."""

from jishi.api.door import make_api
from xieban.administration.api.accounts import router as accounts
from xieban.administration.api.audit import router as audit
from xieban.administration.api.background import router as background
from xieban.administration.api.callers import read_token
from xieban.administration.api.changing import recorded
from xieban.administration.api.flows import router as flows
from xieban.administration.api.instances import router as instances
from xieban.administration.api.parameters import router as parameters
from xieban.administration.api.parts import router as parts
from xieban.administration.api.repairs import router as repairs

api = make_api(
    title="Xieban administration",
    version="1",
    description="Looking after this deployment of Xieban, for programs with a token of an administrator. Errors "
    "are RFC 9457 problems; lists use cursors; every POST takes an Idempotency-Key. Each call is in the audit log. "
    "A change carries a reason; where it says so, send it with dry_run first, then again with the plan it gave.",
    read_token=read_token,
)
recorded(api)
for router in (parts, parameters, accounts, flows, instances, repairs, background, audit):
    api.add_router("", router)
