"""What programs send is read as it is meant."""

import pytest
from pydantic import TypeAdapter, ValidationError

from jishi.api.door import Moment

READ = TypeAdapter(Moment)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2023-03-15T12:00:00+08:00", "2023-03-15T04:00:00+00:00"),
        ("1997-05-08T09:42:31-16:19", "1997-05-09T02:01:31+00:00"),
        ("2023-03-15T12:00:00+23:59", "2023-03-14T12:01:00+00:00"),
    ],
)
def test_a_moment_of_any_zone_is_read_in_one_that_every_database_knows(written: str, meant: str) -> None:
    assert READ.validate_python(written).isoformat() == meant


@pytest.mark.parametrize("written", ["2023-03-15", "2023-03-15T12:00:00", 1678852800, "0001-01-01T00:00:00Z"])
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(written)
