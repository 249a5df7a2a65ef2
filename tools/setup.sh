#!/bin/sh
# Install what the product needs, and nothing twice: tools/setup.sh run|dev [directory|s3]
set -eu
cd "$(dirname "$0")/.."
kind="${1:-run}"
store="${2:-directory}"
PYTHON="${PYTHON:-python3}"

packages="libreoffice-writer-nogui fonts-liberation2 fonts-noto-core poppler-utils"
[ "$kind" = dev ] && packages="$packages chromium-headless-shell postgresql softhsm2 opensc openssl"
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || packages="$packages python3-venv"

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
        missing="$missing $package"
done
if [ -n "$missing" ]; then
    install="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif sudo -n true 2>/dev/null; then as_root="sudo"
    else
        echo "These system packages are missing. Run this one line, then the same make again:" >&2
        echo "  sudo sh -c 'apt-get update && $install'" >&2
        exit 1
    fi
    echo "Installing system packages:$missing"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 -q update >/dev/null
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 -q \
        install -y --no-install-recommends $missing >/dev/null
fi

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; this is $("$PYTHON" --version)." >&2
    exit 1
}
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv

lock=requirements.lock
[ "$kind" = dev ] && lock=requirements-dev.lock
[ "$kind" = run ] && [ "$store" = s3 ] && lock=requirements-s3.lock
stamp=".venv/.installed-$(cat pyproject.toml "$lock" | sha256sum | cut -c1-16)"
if [ ! -e "$stamp" ]; then
    echo "Installing Python packages from $lock"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
    touch "$stamp"
fi
.venv/bin/python -m tools.vendor
.venv/bin/python -m tools.translations --compile
