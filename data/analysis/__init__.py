"""What the records say: pure functions on counts, no database and no Streamlit."""
