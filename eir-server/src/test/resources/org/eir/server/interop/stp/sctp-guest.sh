#!/usr/bin/env bash
# sctp-guest.sh - runs one command under a kernel that has SCTP, with its output and its exit code.
#
#   sctp-guest.sh [-m MEMORY] [-t SECONDS] [-k MODULE]... COMMAND [ARGUMENT...]
#
# The guest is Debian's User Mode Linux kernel: an ordinary process, no root, no KVM, no disk image. Its root file system
# is this machine's own "/", read-only; only the current directory, /run and /dev/shm can be written. The command runs in
# the current directory as the guest's root, so it may use ip and tc; the only network is the guest's own.
#
#   -m  memory of the guest (768M)   -t  limit in seconds (300)   -k  further kernel module: veth, sch_netem
#
# Exit code: the command's; 124: stopped at the limit; 125: the guest did not start, died, or has no SCTP.
# Debian packages: user-mode-linux, libsctp1 (the JDK opens libsctp.so.1), iproute2, busybox (insmod).
set -u

memory=768M limit=300 modules=(hmac sctp)
fail() { echo "sctp-guest: $*" >&2; exit 125; }
while getopts m:t:k: option; do
  case $option in
    m) memory=$OPTARG ;;
    t) limit=$OPTARG ;;
    k) modules+=("$OPTARG") ;;
    *) exit 125 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || fail "no command"
kernel=$(command -v linux.uml) || fail "linux.uml is missing (Debian: user-mode-linux)"
busybox=$(command -v busybox) || fail "busybox is missing"

job=$(mktemp -d "$PWD/guest.XXXXXX") || exit 125
trap 'rm -rf "$job"' EXIT

# What runs as the guest's init: it finds its parameters in the file beside it.
cat >"$job/init" <<'INIT'
#!/bin/bash
. "${0%/*}/parameters"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
for place in /run /dev/shm; do
  [ -d $place ] || mkdir $place
  mount -t tmpfs -o mode=1777 tmpfs $place
done
for link in /proc/self/fd:/dev/fd fd/0:/dev/stdin fd/1:/dev/stdout fd/2:/dev/stderr; do
  [ -e "${link#*:}" ] || ln -s "${link%%:*}" "${link#*:}"
done
mount -t hostfs -o "$directory" none "$directory"

finish() {
  echo "$1" >"$job/exit-code"
  sync
  echo o >/proc/sysrq-trigger
  sleep 60
}

# A module and first what it needs: modules.dep names the nearest need first. What is not listed is built in.
load() {
  local tree needs file
  tree=/usr/lib/uml/modules/$(uname -r)
  needs=$(grep -E "(^|/)$1\.ko:" "$tree/modules.dep") || return 0
  for file in $(printf '%s\n' ${needs#*:} | "$busybox" tac) "${needs%%:*}"; do
    grep -q "^$("$busybox" basename "$file" .ko | tr - _) " /proc/modules || "$busybox" insmod "$tree/$file"
  done
}

for module in "${modules[@]}"; do load "$module"; done
[ -d /proc/net/sctp ] || { echo "no SCTP in this kernel"; finish 125; }
ip link set lo up
stty -F /dev/tty1 raw -echo
stty -F /dev/tty2 raw -echo
setsid bash "$job/command" </dev/null >/dev/tty1 2>/dev/tty2
finish $?
INIT
chmod 755 "$job/init"

{
  printf 'job=%q directory=%q busybox=%q\n' "$job" "$PWD" "$busybox"
  printf 'modules=(%s)\n' "$(printf '%q ' "${modules[@]}")"
} >"$job/parameters"
{
  printf 'export PATH=%q HOME=%q TMPDIR=%q\n' "$PATH:/usr/sbin:/sbin" "$HOME" "$PWD"
  printf 'cd %q || exit 125\nexec ' "$PWD"
  printf '%q ' "$@"
} >"$job/command"

# The guest's memory is a file: in /dev/shm where there is room, which containers often have not.
needed_kb=$(($(numfmt --from=iec "$memory") / 1024 + 16384))
shm_kb=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${shm_kb:-0}" -gt "$needed_kb" ]; then memory_directory=/dev/shm; else memory_directory=$PWD; fi

# con0 is the kernel's console, con1 and con2 the command's output; User Mode Linux wants pipes there.
exec 3> >(exec cat >&1) 4> >(exec cat >&2)
TMPDIR=$memory_directory timeout -k 10 "$limit" "$kernel" mem="$memory" \
  rootfstype=hostfs rootflags=/ root=/dev/root ro init="$job/init" umid="guest$$" uml_dir="$job/" \
  quiet con=null ssl=null con0=null,fd:1 con1=null,fd:3 con2=null,fd:4 >"$job/kernel.log" 2>&1 </dev/null &
guest=$!
trap 'kill -TERM "$guest" 2>/dev/null' TERM INT HUP
wait "$guest"
status=$?
while kill -0 "$guest" 2>/dev/null; do
  wait "$guest"
  status=$?
done
exec 3>&- 4>&-
wait

case $status in
  124 | 137) echo "sctp-guest: stopped after $limit s" >&2; exit 124 ;;
esac
code=$(cat "$job/exit-code" 2>/dev/null) || { cat "$job/kernel.log" >&2; fail "the guest died with status $status"; }
[ "$code" != 125 ] || cat "$job/kernel.log" >&2
exit "$code"
