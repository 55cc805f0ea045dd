"""The field work of the demo: invented streets, volunteers, outings and pairs."""

from dataclasses import dataclass

from data.fieldwork import Contact, Outing, Pair, Recorded, Section, SignUp, Volunteer


@dataclass(frozen=True)
class DemoField:
    """What `demo_field` invents; `visits` are those of `demo_records` with their outing."""

    sections: tuple[Section, ...] = ()
    volunteers: tuple[Volunteer, ...] = ()
    contacts: tuple[Contact, ...] = ()
    outings: tuple[Outing, ...] = ()
    sign_ups: tuple[SignUp, ...] = ()
    pairs: tuple[Pair, ...] = ()
    visits: tuple[Recorded, ...] = ()
