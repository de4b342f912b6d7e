"""Set data by a template; find the fonts; settle a Word file."""

from jishi.typesetting.fonts_at_hand import BUILT, DEBIAN, NoFonts, engine
from jishi.typesetting.packages import settled
from jishi.typesetting.setting import Setting, set_pdf, set_pictures

__all__ = ["BUILT", "DEBIAN", "NoFonts", "Setting", "engine", "set_pdf", "set_pictures", "settled"]
