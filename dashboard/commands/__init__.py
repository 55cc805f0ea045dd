"""The commands of `portes`, a module for each family; `dashboard.cli` puts them together.

A command reads its options, calls a `Service` and writes what comes back. What a person or another
program asked for goes to the standard output, all else to the error output. Heavy libraries are
imported within the commands, so that help and plain figures come at once.
"""
