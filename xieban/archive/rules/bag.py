"""The frame of a package: a BagIt bag (RFC 8493), which other archives read too."""

from collections.abc import Mapping
from typing import Final

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
STYLE: Final = b"""body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1d2a2e;
  font: 1rem/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; }
h2 { margin-top: 2rem; border-bottom: 1px solid #d9deda; font-size: 1.125rem; }
table { width: 100%; border-collapse: collapse; }
td, th { padding: 0.3rem 0.5rem; border: 1px solid #d9deda; text-align: left; vertical-align: top; }
th { width: 8rem; color: #56656a; font-weight: 400; }
td { overflow-wrap: anywhere; }
.said { white-space: pre-wrap; }
.undone { text-decoration: line-through; }
"""


def manifest(digests: Mapping[str, str]) -> bytes:
    """Write the checksums of files, sorted by name: `sha256  path` on each line."""
    return "".join(f"{digest}  {_escaped(path)}\n" for path, digest in sorted(digests.items())).encode()


def info(facts: Mapping[str, str]) -> bytes:
    """Write the label of the bag, one `Name: value` on each line."""
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in facts.items()).encode()


def _escaped(path: str) -> str:
    """Return a path as a manifest writes it: what would end the line is written by its number."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
