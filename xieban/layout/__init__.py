"""How an official document looks: GB/T 9704-2012 as PDF and Word, and a checker that measures what came out.

Its words: *document* (the eighteen elements), *form* (ordinary, letter, order, minutes), *numbers* (the standard's
millimetres), *shelf* (the fonts at hand), *finding* (one element: asked, measured, verdict). Refuses a secret
document, whatever cannot be set as the standard asks, and to call a substituted font compliant.
"""
