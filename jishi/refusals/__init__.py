"""Refusals: the product's answer when something must not happen, in words for the person who asked."""
