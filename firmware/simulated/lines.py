"""Answer lines of Python on standard input, so that another program can ask a pod's modules.

micropython lines.py: each line is an expression, or a statement; its value comes back as `repr`.
"""

import sys

sys.path.insert(0, sys.argv[1])
names = {}
while True:
    line = sys.stdin.readline()
    if not line:
        break
    try:
        try:
            value = eval(line, names)  # noqa: S307  only the tests write here
        except SyntaxError:
            value = exec(line, names)  # noqa: S102  likewise
        print("=", repr(value))
    except Exception as error:
        print("!", repr(error))
