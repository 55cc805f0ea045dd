"""One file a page: read the state, call the service, draw components."""
