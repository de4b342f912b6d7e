"""What a document says: its body in revisions, what is typed and not saved yet, and the files that belong to it.

Its words: *body* (what somebody writes, of whatever kind), *holder* (the area's own object to which a body
belongs), *revision* (one saved state: numbered, never changed), *draft* (what one person typed and has not saved),
*presence* (who has it open to write), *attachment* (a file that belongs to it), *original* (the Word file that a
revision was taken from). Refuses to know who may read or write: the holding area says so, each time
(`queries.holders`). Refuses what `layout` cannot print, a revision written on top of one that is no longer the
last, and any file as a page.

How a holding area uses it:

- `body = actions.begin_body(kind="documents.dispatch", key=str(dispatch.uuid), by=…, at=…)` in the transaction that
  makes its own row; it keeps a foreign key to `Body`, or finds it again by `queries.body_of(kind=…, key=…)`.
- It writes a `Holder` (see `queries.holders`) and names it in `xieban/config/holders.py` under that kind.
- It shows `{% include "writing/parts/body.html" %}`, `attachments.html` and `revisions.html` of the same folder
  with `sheet=queries.sheet_of(viewer, body=body, at=at)`, and links to `writing:edit` (or includes
  `writing/parts/editor.html` with `desk=queries.desk_of(viewer, body=body, at=at)`).
- To print: `queries.blocks_of(body)` is what `layout` takes. To freeze at a signature: `queries.fingerprint_of`
  covers the text and the attachments in their order; `queries.last_revision(body)` has the number.
- It hears `RevisionSaved` and `AttachmentsChanged` (both name kind and key) to index or to reopen a signature.
"""
