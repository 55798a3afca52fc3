"""Every threshold, with its meaning, unit and source; one file a layer.

A limit is a field of a frozen ``msgspec.Struct``, so that a configuration file can set it and is
refused by key when it is out of range. The sources are three: a paper or a standard,
"tuned on the simulator: <test>; not validated on runners", or "rule of thumb".
"""
