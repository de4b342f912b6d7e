"""How long a document of ten pages takes to set, and to measure: `python bench/layout.py`."""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
os.environ.setdefault("XIEBAN_DATA_DIR", tempfile.mkdtemp(prefix="bench-layout-"))

from xieban.layout.actions import render_pdf, render_word
from xieban.layout.queries import check_layout, shelf
from xieban.layout.rules import Attachment, Document, Issuer, Number, body_of

PAGES, PARAGRAPHS, ROUNDS = 10, 40, 7
PDF_CLAIM, CHECK_CLAIM = 1.5, 1.0
PARAGRAPH = (
    "<p>（一）加强队伍建设。各级红十字会要按照“平战结合、一专多能”的原则，组建赈济、供水、大众卫生、心理救援等专业救援队伍，每年开展不少于2次的"
    "集中培训和演练，到2026年底全省14个市（州）和122个县（市、区）均建立应急救援队伍。</p>"
)
TABLE = (
    "<table>" + "".join(f"<tr><td>{row}</td><td>帐篷</td><td>{row * 7}</td></tr>" for row in range(20)) + "</table>"
)


def document(*, paragraphs: int) -> Document:
    """Return a notice with a body of so many paragraphs and one attachment with a table."""
    return Document(
        issuers=(Issuer(name="江南省红十字会"),),
        title="江南省红十字会关于进一步加强全省应急救援队伍建设和救灾物资储备工作的通知",
        body=body_of("<p>一、主要任务</p>" + PARAGRAPH * paragraphs),
        number=Number(code="江红发", year=2026, serial=5),
        addressees=("各市（州）红十字会", "省红十字会机关各部室、各直属单位"),
        attachments=(Attachment(title="救灾物资储备计划表", body=body_of(TABLE)),),
        issued_on=date(2026, 11, 26),
        copies_to=("中国红十字会总会", "省委办公厅", "省政府办公厅"),
        printer="江南省红十字会办公室",
        printed_on=date(2026, 11, 27),
    )


def measure(
    name: str, work: Callable[[Document], object], documents: list[Document], *, claim: float | None
) -> bool:
    """Do the work once for each document and say how long it took."""
    seconds, since_cpu = [], process_time()
    for one in documents:
        since = perf_counter()
        work(one)
        seconds.append(perf_counter() - since)
    cpu = (process_time() - since_cpu) / len(documents)
    asked = f", claim under {claim} s" if claim else ""
    times = f"{median(seconds):.3f} s median of {len(seconds)}, {max(seconds):.3f} s at most"
    print(f"layout: {name}: {times}, {cpu:.3f} s of CPU each{asked}")
    return claim is None or median(seconds) < claim


def main() -> int:
    """Set a document of ten pages, cold and then with other numbers, and measure the PDF."""
    since = perf_counter()
    fonts = shelf()
    paragraphs = PARAGRAPHS
    rendering = render_pdf(document=document(paragraphs=paragraphs), shelf=fonts)
    cold = perf_counter() - since
    while rendering.pages < PAGES:
        paragraphs += 2
        rendering = render_pdf(document=document(paragraphs=paragraphs), shelf=fonts)
    size = f"{rendering.pages} pages, {len(rendering.pdf):,} bytes"
    print(f"layout: the first of a process, which reads the fonts: {cold:.3f} s; then {size}")
    # Each with another number and text, so that none is served from what typst kept of the one before.
    others = [
        replace(
            document(paragraphs=paragraphs),
            number=Number(code="江红发", year=2026, serial=turn + 6),
            body=body_of(
                f"<p>一、主要任务（{turn}）</p>" + PARAGRAPH.replace("14个", f"{turn + 15}个") * paragraphs
            ),
        )
        for turn in range(ROUNDS)
    ]
    kept = [
        cold < PDF_CLAIM,
        measure("PDF/A", lambda one: render_pdf(document=one, shelf=fonts), others, claim=PDF_CLAIM),
        measure("check", lambda _: check_layout(pdf=rendering.pdf), others, claim=CHECK_CLAIM),
        measure("Word", lambda one: render_word(document=one), others, claim=None),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
