"""Where the instances of a flow have their page, and who does more there than the engine; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPage:
    """The page of a flow's instances: `route` takes the instance's uuid.

    `complete` is the dotted path of what is called instead of `actions.complete`, with the same arguments, where
    an area hangs rules of its own on the work. `do` is called instead of `actions.do_plainly` with whatever was
    asked, and `offer` may change the deeds that a page offers: leave out fields that the area knows, add its own.
    """

    route: str
    complete: str = ""
    do: str = ""
    offer: str = ""
