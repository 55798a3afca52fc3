"""The page of a run for a phone or a browser.

board      events → the latest state of everything, and numbered news
inbox      presses → packets, each exactly once, acknowledged when it is on the disk
pairing    who is let in
guard      what every request is held against
files      our own page, in memory
server     the routes
door       the socket that listens, and the server
hub        all of it beside a session
station    a hub that waits for runs; phases is its table
setup      the steps before a run
archive    what was filed, and its reports
"""
