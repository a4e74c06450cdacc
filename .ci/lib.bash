# What the scripts share. They work in the repository's folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# All debug builds have the same flags, so that nothing is built twice.
swift_flags=(-Xswiftc -warnings-as-errors)

# A folder that is gone when the script ends; .ci/run gives one for all scripts.
if [ -z "${CI_WORK:-}" ]; then
  CI_WORK=$(mktemp -d)
  export CI_WORK CI_RESULTS=$CI_WORK/results
  trap 'rm -rf "$CI_WORK"' EXIT
fi

# The virtual environment with the Python driver, made by .ci/install.
python=.build/ci-python/bin/python

# passed N WHAT: notes that N checks have passed.
passed() {
  echo "passed $1 $2" >>"$CI_RESULTS"
  echo "ok: $2"
}

fail() {
  echo "$1" >&2
  exit 1
}

# run_tests LEAST WHAT ARGUMENT…: `swift test` with these arguments; at least LEAST tests must have run.
run_tests() {
  local least=$1 what=$2 log=$CI_WORK/tests.log line ran
  shift 2
  if ! swift test --disable-xctest "$@" >"$log" 2>&1; then
    # The linker's warnings about the sanitizers' own symbols say nothing.
    grep -v "warning: Cannot export local symbol" "$log" >"$log.short" || true
    grep -E "✘|error:|warning:|ERROR: |WARNING: |SUMMARY: |Fatal error" "$log.short" | head -100 || true
    tail -30 "$log.short"
    fail "$what: tests have failed"
  fi
  line=$(grep -E "Test run with [0-9]+ tests?.* passed" "$log" | tail -1) || fail "$what: no test has run"
  ran=$(sed -E 's/.*Test run with ([0-9]+) tests?.*/\1/' <<<"$line")
  # The run counts tests that were skipped.
  ran=$((ran - $(grep -cE "^➜ +Test .* skipped" "$log" || true)))
  [ "$ran" -ge "$least" ] || fail "$what: $ran tests have run, at least $least should have"
  passed "$ran" "$what: $ran tests"
}

# build_benchmarks: a release build of Benchmarks, whose programs are in the folder $benchmarks. The runtime is linked in,
# because valgrind cannot run the shared one.
build_benchmarks() {
  local build=(swift build -c release --static-swift-stdlib --package-path Benchmarks --scratch-path .build/ci-benchmarks)
  "${build[@]}" >"$CI_WORK/benchmarks.log" 2>&1 || {
    tail -40 "$CI_WORK/benchmarks.log"
    fail "the benchmarks do not compile"
  }
  benchmarks=$("${build[@]}" --show-bin-path)
}
