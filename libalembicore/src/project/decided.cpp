#include "project/decided.hpp"

namespace alembicore {

void require_decided_run(settings const& of) {
    for (auto const& finding : of.diagnostics)
        if (finding.code == errc::decided_at_run_time && finding.severity != severity::info)
            throw to_error(finding);
}

} // namespace alembicore
