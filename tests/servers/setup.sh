#!/bin/sh
# Brings the real mail servers that the tests start by themselves: from Debian's packages as root,
# nothing of it is left running. Without root it says what is missing and ends well: the tests that
# need a missing piece skip with that reason. Running it again costs a moment.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
unpacked=$here/build/servers

# Installed: what the tests start, and the libraries of what is only unpacked.
packages="
postfix dovecot-core dovecot-submissiond unbound rbldnsd nginx-light dnsmasq-base
nftables iproute2 util-linux faketime ca-certificates
thunderbird claws-mail sylpheed rblcheck swaks libnet-ssleay-perl bind9-dnsutils openssl
libdb5.3 libevent-2.1-7 libgnutls-dane0 libidn12 libnsl2 libpcre2-8-0
"
# Unpacked beside the checkout, because Debian allows one mail server a machine.
apart="exim4-base exim4-daemon-light opensmtpd"

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "tests/servers: no Debian package tools here; tests with real servers will be skipped."
    exit 0
fi

missing=
for package in $packages; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
        missing="$missing $package"
done

if [ -n "$missing" ] && [ "$(id -u)" != 0 ]; then
    echo "tests/servers: without these packages some tests will be skipped. As root, once:"
    echo "    apt-get install --no-install-recommends$missing"
elif [ -n "$missing" ]; then
    echo "tests/servers: installing$missing"
    # A policy that forbids starting services, for as long as this takes, unless there is one.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        trap 'rm -f "$policy"' EXIT
    fi
    echo "postfix postfix/main_mailer_type select No configuration" |
        debconf-set-selections 2>/dev/null || true
    apt-get update -qq || true
    # One by one after a failure: a package that cannot be had must not keep the others away.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
        for package in $missing; do
            DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
                echo "tests/servers: could not install $package"
        done
fi

for package in $apart; do
    [ -e "$unpacked/.$package" ] && continue
    mkdir -p "$unpacked/.fetched"
    if (cd "$unpacked/.fetched" && apt-get download -qq "$package" >/dev/null 2>&1); then
        dpkg -x "$unpacked/.fetched/${package}"_*.deb "$unpacked" && : >"$unpacked/.$package"
    else
        echo "tests/servers: could not fetch $package; its tests will be skipped."
    fi
done
rm -rf "$unpacked/.fetched"
