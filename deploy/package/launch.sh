# launch.sh - how Java is started. Sourced by ./eir in a source tree and by bin/eir in a package, so that both do the same.
#
#   EIR_JAVA_OPTS   further options for java
# shellcheck shell=bash

readonly common_flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
readonly quick_flags=("${common_flags[@]}" -XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable)
readonly command_flags=("${quick_flags[@]}" -XX:+UseSerialGC)

readonly node_flags=("${common_flags[@]}" -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError)

# The node's collector, unless EIR_JAVA_OPTS names one: ZGC pauses for less than a millisecond but wants processors of
# its own, so a small machine gets G1.
collector() {
  case " ${EIR_JAVA_OPTS:-}" in *" -XX:+Use"*GC*) return ;; esac
  if [ "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)" -ge 4 ]; then
    printf '%s' UseZGC
  else
    printf '%s' UseG1GC
  fi
}

# Jar $1, then the other jars of directory $2, always in the same order: an archive of classes is good for one class
# path only.
class_path() {
  local LC_ALL=C jar path=$1
  for jar in "$2"/*.jar; do
    [ "$jar" = "$1" ] || path=$path:$jar
  done
  printf '%s' "$path"
}

# Becomes java ($1) with class path $3, main class $4 and its arguments. In directory $2 there may be archives of classes.
launch() {
  local java=$1 archives=$2 path=$3 main=$4 gc flags archive stream terminals=
  shift 4
  gc=$(collector)
  case $main:${1:-} in
    *.Eir:start | *.Eir:start-dev)
      flags=("${node_flags[@]}" ${gc:+"-XX:+$gc"})
      archive=$archives/node-$gc.jsa
      ;;
    *.Eir:*)
      flags=("${command_flags[@]}")
      archive=$archives/commands.jsa
      # Where a node's options are around, as in its container, a command runs with its collector: Java takes but one.
      [ -n "$gc" ] || { flags=("${quick_flags[@]}"); archive=; }
      ;;
    *)
      # What is measured runs in JVMs of its own, with the options of a node.
      flags=("${common_flags[@]}" -XX:+UseSerialGC
        -Deir.bench.nodeOptions="${node_flags[*]} ${gc:+-XX:+$gc} ${EIR_JAVA_OPTS:-}")
      archive=
      EIR_JAVA_OPTS=
      ;;
  esac
  [ ! -r "$archive" ] || flags+=(-XX:SharedArchiveFile="$archive")
  # Java cannot tell which of the standard streams are a terminal.
  for stream in 0 1 2; do [ -t "$stream" ] && terminals=$terminals$stream; done
  # exec: signals reach java itself. EIR_JAVA_OPTS is split into words on purpose.
  # shellcheck disable=SC2086
  exec "$java" "${flags[@]}" -Deir.terminal="$terminals" ${EIR_JAVA_OPTS:-} -cp "$path" "$main" "$@"
}
