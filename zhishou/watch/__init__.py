"""What the watch sees: probes repeated, samples, signals, alerts, silences, windows, how a system does.

Refuses to take silence for health: what was not measured is unknown. Refuses to page by itself: it says what a
person must see, once, and the areas above decide whom they call. Refuses to know how something is measured:
`systems` does.
"""
