"""The entrance: pages and cookies by which people come in, without Streamlit.

`routes` answers links, names and passwords; `cookies` says what is kept in the browser;
`passwords`, `codes` and `tokens` are what it all rests on. Who may come in is decided by
`dashboard.entering`, a part of the service like any other.
"""
