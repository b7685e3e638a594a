"""The workbench: a local page on which an author tries a flow as in a phone, while the files are being written.

A conversation is a list of moves that stands in the page's address. The server keeps nothing of it: it plays the moves
on the flows as they were last saved, with the same core as the bot, and tells the page what to draw.
"""
