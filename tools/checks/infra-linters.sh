#!/bin/sh
# Installs checkov and parliament if they are missing, and prints the folder of their commands.
set -eu

here=$(cd "${0%/*}" && pwd)
exec "$here/python-tools.sh" infra-linters "$here/../../infra/policies/requirements.txt"
