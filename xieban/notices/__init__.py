"""Notices (通知公告): drafted, reviewed, published to departments or everybody, read with a receipt, withdrawn.

The review is a flow (notice.bpmn) and not a column of states: so it stands in the reviewer's inbox, can be returned
with a reason, transferred and urged as everything else, and an administrator may change who reviews. What follows
publishing is this area's own: one receipt for each receiver, fixed at that moment. It refuses to change a notice
that was published: a new one corrects it, and the old one is withdrawn with a reason that its receivers can read.
"""
