from jishi.live.hub import Hub, Line


def line() -> Line:
    return Line(session="alice", audiences=frozenset({"house"}))


def test_a_closed_hub_hangs_up_who_is_there_and_who_still_comes() -> None:
    hub, early, late = Hub(), line(), line()
    hub.join(early)

    hub.close()
    hub.join(late)

    assert (early.cut, early.over) == (True, False)
    assert (late.cut, late.over) == (True, False)
