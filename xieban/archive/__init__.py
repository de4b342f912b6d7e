"""The archive 归档: finished documents checked, packed so that they open without us, found again.

Its words: *inspection* (one time the four checks 真实性, 完整性, 可用性, 安全性 ran), *finding* (one thing that one
of them found wrong), *record* (one archived document), *package* (a BagIt bag as ZIP: the PDF, Word, the text,
attachments, opinions and the way, metadata, checksums, and a script that verifies them). Refuses to archive what
fails a check, and says why for each; refuses to alter a record or a package.
"""
