"""What others may ask of the catalogues."""

from pathlib import Path

from jishi.messages.catalogues import Fault, compile_all, complete, faults

TOP = Path(__file__).resolve().parents[2]

__all__ = ["TOP", "Fault", "compile_all", "complete", "faults"]
