# SPDX-License-Identifier: MIT
# Read by app/run.sh and tests/run.sh, which put the project's folder in $house: installs what Debian lacks.

say ()
{
  printf '%s\n' "$*" >&2
}

# missing_packages LIST...: the packages named in the lists that this system lacks, each after a space.
missing_packages ()
{
  sed -e 's/#.*//' -e '/^ *$/d' "$@" | while read -r name; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf ' %s' "$name"
  done
}

# install_packages LIST...: installs what is missing, as root or through sudo; does nothing when all is there.
install_packages ()
{
  if ! command -v dpkg-query >/dev/null; then
    say "weft: this is no Debian system; going on in the hope that what $1 lists is installed"
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  as_root='env'
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "weft: packages are missing and only root can install them; as root, run: apt-get update &&" \
        "apt-get install --no-install-recommends$missing"
      exit 1
    fi
    as_root='sudo env'
  fi
  say "weft: installing$missing"
  # A foreign source that cannot be reached need not matter; what matters, the installation reports.
  $as_root apt-get update -q || say 'weft: not every package source answered; trying with those that did'
  # shellcheck disable=SC2086
  $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
}

# configure FOLDER [OPTION...]: sets up a build folder of this house once.
configure ()
{
  folder=$1
  shift
  [ -f "$folder/build.ninja" ] || meson setup "$folder" "${house:?}" "$@"
}
