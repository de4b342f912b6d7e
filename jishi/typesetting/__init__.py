"""Words and figures as pages: the fonts at hand, PDF and pictures by typst, Word files that are equal when equal.

Knows no document: whoever has one brings its template and its data. Refuses to set Chinese without a font for it.
"""
