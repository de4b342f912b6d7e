"""Search in Chinese and anything else, on both databases: bigrams, words, numbers, pinyin initials.

A document is what may be found: a kind, a key, the scope it belongs to, and its texts. Found are keys, best first;
who may see them is for the caller to say, by naming the scopes. It refuses to search everywhere by mistake.
"""
