"""The journal in plain words: what was done, by whom, about what."""

from collections.abc import Mapping

from dashboard.i18n import N_, _, ngettext, number
from dashboard.role_words import ROLES
from data.deeds import COMMAND_LINE, Plain
from data.model import Role
from data.trail import Verdict

DONE: Mapping[str, str] = {
    "Service.start": N_("A campaign was started"),
    "Service.follow": N_("The files of the campaign were taken over"),
    "Planning.save_spread": N_("The goal was spread"),
    "Planning.spread_anew": N_("The goal was spread anew"),
    "Planning.save_texts": N_("The campaign’s texts were changed"),
    "Records.fill_demo": N_("Invented data was brought in"),
    "Records.undo_import": N_("An import was undone"),
    "Records.import_file": N_("A file was imported"),
    "Records.export": N_("Records were exported"),
    "MapFiles.use_quartiers": N_("Quartiers were replaced"),
    "Themes.start": N_("The codebook was begun"),
    "Themes.begin": N_("The codebook was begun"),
    "Themes.save": N_("The codebook was changed"),
    "Themes.add": N_("A theme was added"),
    "Themes.change": N_("A theme was changed"),
    "Quotes.decide": N_("A quote was approved or refused"),
    "Mine.sign_up": N_("Signed up for an outing"),
    "Mine.withdraw": N_("Withdrew from an outing"),
    "Publishing.publish": N_("Results were published"),
    "Publishing.withdraw": N_("A release was withdrawn"),
    "Rounds.save_outing": N_("An outing was saved"),
    "Rounds.remove_outing": N_("An outing was removed"),
    "Rounds.close": N_("An outing was closed"),
    "Rounds.reopen": N_("An outing was opened again"),
    "Rounds.save_volunteer": N_("A volunteer was saved"),
    "Rounds.keep_volunteer": N_("A volunteer was saved"),
    "Rounds.person": N_("A volunteer was saved"),
    "Rounds.remove_volunteer": N_("A volunteer was forgotten"),
    "Rounds.import_volunteers": N_("A sign-up list was brought in"),
    "Rounds.sign_up": N_("A volunteer was put on the list"),
    "Rounds.withdraw": N_("A volunteer was taken off the list"),
    "Rounds.attend": N_("Attendance was noted"),
    "Rounds.save_pairs": N_("Pairs were formed"),
    "Turf.start": N_("Streets were brought in"),
    "Turf.import_addresses": N_("Streets were brought in"),
    "Turf.set_factor": N_("Dwellings per address were set"),
    "Privacy.export_person": N_("A person’s data was exported"),
    "Privacy.erase_person": N_("A person was erased"),
    "Privacy.purge": N_("Old data was purged"),
    "Journal.csv": N_("The journal was exported"),
    "Accounts.add": N_("An account was made"),
    "Accounts.change": N_("An account was changed"),
    "Accounts.remove": N_("An account was removed"),
    "Accounts.invite": N_("Somebody was invited"),
    "Accounts.invite_volunteers": N_("Volunteers were invited"),
    "Accounts.revoke": N_("Access was taken away"),
    "Accounts.reset": N_("Access was made anew"),
    "OwnAccess.rename": N_("Somebody took another name"),
    "OwnAccess.set_password": N_("A password was changed"),
    "OwnAccess.confirm_code": N_("A time-based code was set up"),
    "OwnAccess.drop_code": N_("A time-based code was dropped"),
    "Keeping.backup": N_("A backup was made"),
    "Keeping.download": N_("A backup was downloaded"),
    "Keeping.move": N_("Everything was moved to another database"),
    "Keeping.restore": N_("A backup was restored"),
    "Keeping.rotate_key": N_("The key was changed"),
}
"""Names of the audited use cases; a test fails for one that has none."""

_MOVED: Mapping[str, str] = {
    f"Service.{name.partition('.')[2]}": name
    for name in DONE
    if name.startswith(("Planning.", "Records.", "MapFiles."))
} | {
    "Answers.start": "Themes.start",
    "Answers.begin": "Themes.begin",
    "Answers.save_codebook": "Themes.save",
    "Answers.add_theme": "Themes.add",
    "Answers.change_theme": "Themes.change",
    "Answers.decide_quote": "Quotes.decide",
    "Accounts.set_password": "OwnAccess.set_password",
    "Accounts.confirm_code": "OwnAccess.confirm_code",
    "Accounts.drop_code": "OwnAccess.drop_code",
}
"""What use cases were called before they had a part of their own: older journals say it."""

ABOUT: Mapping[str, str] = {
    "account": N_("account"),
    "attended": N_("came"),
    "before": N_("before"),
    "claim": N_("claim"),
    "disabled": N_("disabled"),
    "done": N_("done"),
    "dry_run": N_("trial run"),
    "encrypt": N_("encrypted"),
    "experienced": N_("experienced"),
    "file_format": N_("format"),
    "goal": N_("goal"),
    "hours": N_("hours"),
    "identity": N_("id"),
    "number": N_("number"),
    "outing": N_("outing"),
    "pair": N_("pair"),
    "quartier": N_("quartier"),
    "quotes": N_("quotes"),
    "record": N_("import"),
    "role": N_("role"),
    "section": N_("street section"),
    "themes": N_("themes"),
    "until": N_("until"),
    "volunteer": N_("volunteer"),
    "walk": N_("walk"),
    "what": N_("what"),
}
"""Names of the details that an entry may have."""


def done(use_case: str) -> str:
    """Say what was done; a use case that there is no more keeps its technical name."""
    known = _MOVED.get(use_case, use_case)
    return _(DONE[known]) if known in DONE else use_case


def doer(account: str, names: Mapping[str, str]) -> str:
    """Name who did it; an account that was erased is known by its random id alone."""
    if account == COMMAND_LINE:
        return _("command line")
    return names.get(account) or _("erased account {id}", id=account[:8])


def role_name(role: str) -> str:
    """Name a role as an entry has it."""
    return _(ROLES[Role[role.upper()]]) if role.upper() in Role.__members__ else role


def about(detail: Mapping[str, Plain], names: Mapping[str, str]) -> str:
    """Say which thing was meant: by its name where it still has one, else by its id, cut."""
    return ", ".join(
        f"{_(ABOUT.get(name, name))} {names.get(str(value)) or _value(value)}"
        for name, value in detail.items()
    )


def verdict_lines(verdict: Verdict) -> list[str]:
    """Say what checking the journal found, a line for each thing."""
    lines = [_(one.fault).format(number=number(one.number)) for one in verdict.findings]
    counted = ngettext("{n} entry checked.", "{n} entries checked.", verdict.entries)
    lines.insert(0, counted if lines else counted + " " + _("Nothing was altered."))
    if not verdict.seals:
        lines.append(_("The key file is not here: the chain was checked, its seals were not."))
    if verdict.head:
        lines.append(_("Anchor of the newest entry: {anchor}", anchor=verdict.head))
    return lines


def _value(value: Plain) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


_SHORT = 12
