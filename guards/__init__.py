"""What looks at a file that somebody handed in before a library opens it.

A few kilobytes can ask a reader for more memory than there is, and such a reader does not raise:
it ends the whole process, and with it the evening of everybody who keys in. So what a file will
ask for is worked out from its bytes first. `data` and `geo` both stand on this; it imports nothing.
"""

from guards.archives import check_archive, check_paths
from guards.dangers import Danger, UnsafeFileError
from guards.geopackages import check_geopackage
from guards.workbooks import check_workbook

__all__ = [
    "Danger",
    "UnsafeFileError",
    "check_archive",
    "check_geopackage",
    "check_paths",
    "check_workbook",
]
