"""What a password may not be, said in words that whoever chooses it understands."""

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class UnlikeThePerson(UserAttributeSimilarityValidator):
    """Refuses what is too like the person; the library would name a column of ours instead of saying to what."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that repeats who chooses it."""
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(self.get_help_text(), code=error.code) from error

    def get_help_text(self) -> str:
        """Say what a password may not be like."""
        return _("Not like your name, its pinyin, your account name, e-mail address or mobile number.")


class LongEnough(MinimumLengthValidator):
    """Refuses what is too short; the library's hint speaks to people in another tone than our pages."""

    def get_help_text(self) -> str:
        """Say how long a password is at least."""
        return _("At least %(count)d characters; a sentence is best.") % {"count": self.min_length}


class NotCommon(CommonPasswordValidator):
    """Refuses what many have chosen."""

    def get_help_text(self) -> str:
        """Say that a password may not be a common one."""
        return _("None that many people use.")


class NotOnlyDigits(NumericPasswordValidator):
    """Refuses digits alone."""

    def get_help_text(self) -> str:
        """Say that digits alone will not do."""
        return _("Not of digits alone.")
