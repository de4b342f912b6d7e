"""Fax: the front desk writes down what lies in the tray, with the moment printed at its head.

Limits: nothing comes in or leaves by itself; an answer goes by phone or on paper.
"""
