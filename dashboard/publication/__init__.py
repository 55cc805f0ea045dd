"""The public results: what is frozen in a release, and the files that are made from it."""
