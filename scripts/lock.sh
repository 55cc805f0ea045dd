#!/bin/sh
# Pin every dependency by name, version and hash, for every platform and Python from 3.11 on.
set -eu
pin() {
    lock=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header --upgrade "$@" -o "$lock" pyproject.toml
}
pin requirements.lock --extra build
pin requirements-dev.lock --extra build --extra dev
pin requirements-nlp.lock --extra build --extra nlp
