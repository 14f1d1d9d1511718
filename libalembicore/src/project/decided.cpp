#include "project/decided.hpp"

namespace alembicore {

void require_decided_run(settings const& of) {
    if (of.env_py_problem)
        throw to_error(*of.env_py_problem);
    for (auto const& finding : of.diagnostics)
        if (finding.code == errc::decided_at_run_time && finding.severity != severity::info)
            throw to_error(finding);
}

} // namespace alembicore
