"""What an owner may set. A struct in this package is one section of the owner's file.

All other numbers are constants, in the ``limits`` modules of the room that uses them.
``footloose settings`` lists the owner's, ``footloose settings --all`` lists both kinds.
"""
