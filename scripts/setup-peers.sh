#!/usr/bin/env bash
# Installs the foreign programs that the tests and the benchmarks talk to. Debian, as root: `npm run setup:peers`.
#
# It installs packages and nothing else: no service is started. While packages are unpacked, a policy-rc.d that
# forbids starting services is in place; whatever was there before is put back exactly as it was, also when an
# installation fails. Running it again when everything is there takes no time and touches nothing.
set -euo pipefail

readonly packages=(
  dcmtk              # DICOM network clients and servers
  orthanc            # a DICOM archive, the peer of the benchmarks
  orthanc-dicomweb   # its DICOMweb plugin
  python3-pydicom    # an independent reader
  python3-nibabel    # an independent reader of NIfTI
  dcm2niix           # makes NIfTI of DICOM
  libgdcm-tools      # gdcmconv, a second decoder of compressed pixel data
  dicom3tools        # dciodvfy, the validator
  postgresql         # server binaries for a throwaway cluster
  genisoimage        # images of discs, and isoinfo
  xorriso            # a second maker of them
  libarchive-tools   # bsdtar, which reads them
  7zip               # and another reader
  udftools           # mkudffs, UDF images
  ffmpeg             # videos: what the server makes of them, and a second reader
  chromium           # the pages of the server in a real browser
  strace             # slow disks, failing system calls, recorded writes
  fiu-utils          # failing system calls without ptrace
  faketime           # jumping clocks
  fio                # what the disk can do
)
readonly policy=/usr/sbin/policy-rc.d

say() { printf 'setup-peers: %s\n' "$*"; }

is_installed() { [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

# Orthanc's package starts a service; Debian asks policy-rc.d first (101 = "not allowed").
forbid_services() {
  backup="$(mktemp -d)"
  # mv keeps owner, mode and times, and works for symbolic links too.
  if [[ -e "$policy" || -L "$policy" ]]; then mv "$policy" "$backup/policy-rc.d"; fi
  trap restore_policy EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

restore_policy() {
  rm -f "$policy"
  if [[ -e "$backup/policy-rc.d" || -L "$backup/policy-rc.d" ]]; then mv "$backup/policy-rc.d" "$policy"; fi
  rmdir "$backup"
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  say "this is not Debian or one of its children. Install these by hand, then run the tests again:"
  say "  ${packages[*]}"
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done

if [[ ${#missing[@]} -eq 0 ]]; then
  say "everything is there (${packages[*]})."
  exit 0
fi
if [[ "$(id -u)" -ne 0 ]]; then
  say "root is needed to install what is missing. Either run this as root, or have somebody run:"
  say "  apt-get install --no-install-recommends ${missing[*]}"
  exit 1
fi

say "installing ${missing[*]}; no service will be started."
forbid_services
export DEBIAN_FRONTEND=noninteractive
apt-get update -q </dev/null
apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
say "done."
