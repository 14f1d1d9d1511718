#include "journal/known_fingerprint.hpp"

#include "journal/content.hpp"
#include "journal/table.hpp"

#include <algorithm>

namespace alembicore::journal {

namespace {

/// Who goes back goes back soon.
constexpr std::size_t most_runs = 200;

} // namespace

std::string fingerprint_before_upgrade_from(postgres::connection& in, std::vector<std::string> rows) {
    std::ranges::sort(rows);
    auto const starts = read(
        in,
        {.condition = "kind = 'run_started' AND content->>'direction' = 'upgrade'",
         .order = "number DESC",
         .most = most_runs}
    );
    for (auto const& each : starts.value_or(std::vector<entry>{})) {
        auto run = parse_start(each.content);
        std::ranges::sort(run.from);
        if (run.kind == run_kind::revisions && run.from == rows && !run.fingerprint_before.empty())
            return run.fingerprint_before;
    }
    return {};
}

} // namespace alembicore::journal
