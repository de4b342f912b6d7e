"""Full-text search 全文检索 over documents: title, number, text, words of the attachments, opinions.

Owns no rows: the index is `jishi.search`'s and can be built anew. It lies above `documents`, because what is
found is gathered from texts, files and flows below it. Refuses to show anything that the reader may not see: the
index only proposes, the documents' own query decides.
"""
