#!/usr/bin/env bash
# Builds everything, packs the package, and runs every test.
#
#   build/test.sh                  all of tests/*.Tests; on Debian as root with the lab, elsewhere the engine tests skip
#   build/test.sh --fast           only the tests that need nothing but .NET
#   build/test.sh -- ARGUMENTS     hands the arguments to `dotnet test`, for example -- --filter-class '*.DigestTests'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR source=lab/lab.sh
source build/lab/lab.sh

projects=(tests/*.Tests) lab=yes
if [[ ${1-} == --fast ]]; then
    projects=(tests/Containerize.Tasks.Tests) lab=
    shift
fi
if [[ ${1-} == -- ]]; then shift; fi

# Where somebody may look away, a lab that lacks something skips tests; a CI service must not.
[[ ! ${CI-} || $CI == false || $CI == 0 ]] || complete=1

# What a CI service or a shell profile sets must not change what an image holds or where a test looks for an engine.
forget_environment() {
    local name
    while read -r name; do
        case $name in
            CI | GITHUB_* | GITLAB_* | CI_* | TF_BUILD | BUILD_* | SOURCE_DATE_EPOCH | \
                Container* | CONTAINER_* | CONTAINERS_* | CONTAINERIZE_* | DOTNET_CONTAINER_* | SDK_CONTAINER_* | \
                DOCKER_* | BUILDKIT_* | BUILDAH_* | REGISTRY_AUTH_FILE) unset "$name" ;;
        esac
    done < <(compgen -e)
}

build() {
    # Leaves no compiler server and no build node behind.
    local quiet=(-c Release --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false)
    echo "== Build"
    dotnet build Containerize.sln "${quiet[@]}"
    echo "== Pack"
    dotnet pack src/Containerize.Sdk --no-build -o build/packages "${quiet[@]}"
}

start_lab() {
    if ! lab_supported; then
        echo "No lab: it needs Debian and root. Tests that need an engine or a registry skip."
        return
    fi
    echo "== Lab"
    trap lab_down EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    lab_up
    export CONTAINERIZE_LAB_COMPLETE=${complete-}
    echo "registry $CONTAINERIZE_LAB_REGISTRY, Docker Engine $CONTAINERIZE_LAB_DOCKER_HOST, newer engines ${CONTAINERIZE_LAB_MODERN:-missing}"
}

passed=0 failed=0 skipped=0 broken=()

run_tests() { # PROJECT ARGUMENTS...
    local project=$1 name report status=0
    name=$(basename "$project")
    report=$results/$name.xml
    shift
    echo "== $name"
    dotnet test --project "$project" -c Release --no-build --no-progress --timeout 70m \
        --results-directory "$results" --report-xunit-xml --report-xunit-xml-filename "$name.xml" "$@" </dev/null || status=$?

    # 2: some test failed, which the report says; 8: none was found, which is no fault if somebody filters.
    if [[ ! -s $report ]]; then
        broken+=("$name gave no result (exit code $status)")
        return
    elif [[ $status == 8 && $# == 0 ]]; then
        broken+=("$name ran no test")
    elif [[ $status != [028] ]]; then
        broken+=("$name ended with exit code $status")
    fi
    ((passed += $(count "$report" passed), failed += $(count "$report" failed) + $(count "$report" errors),
        skipped += $(count "$report" skipped))) || true
}

count() { # REPORT ATTRIBUTE
    grep -o '<assembly [^>]*' "$1" | grep -o " $2=\"[0-9]*" | awk -F'"' '{sum += $2} END {print sum + 0}'
}

forget_environment
build
[[ ! $lab ]] || start_lab

results=artifacts/test-results
rm -rf "$results"
# Tests that hold a list against what proves it leave a sentence each here.
export CONTAINERIZE_TEST_COUNTS=$PWD/$results/counts
for project in "${projects[@]}"; do
    run_tests "$project" "$@"
done

[[ ! -d $CONTAINERIZE_TEST_COUNTS ]] || cat "$CONTAINERIZE_TEST_COUNTS"/*.txt
((passed + failed + skipped > 0)) || broken+=("no test ran")
((${#broken[@]} == 0)) || printf 'error: %s\n' "${broken[@]}"
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && ${#broken[@]} == 0))
