"""How it is shown and used: the app, its maps and charts, the `portes` command."""
