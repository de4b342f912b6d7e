from zhishou.inspections.models.findings import Finding
from zhishou.inspections.models.plans import Numbering, Plan, Sheet, SheetVersion
from zhishou.inspections.models.reports import Report
from zhishou.inspections.models.rounds import Act, Picture, Result, Round, Signature, Talk

__all__ = [
    "Act",
    "Finding",
    "Numbering",
    "Picture",
    "Plan",
    "Report",
    "Result",
    "Round",
    "Sheet",
    "SheetVersion",
    "Signature",
    "Talk",
]
