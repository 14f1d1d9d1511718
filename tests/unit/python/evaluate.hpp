// Runs Python text natively and gives what it leaves behind as text.
#pragma once

#include "python/evaluation.hpp"

#include <string>

namespace alembicore::python::test {

inline module_registry const& standard_library() {
    static module_registry const once = module_registry::with_standard_library();
    return once;
}

/// The limits but the one on time: how fast a machine is decides no test.
inline evaluation_options unhurried() {
    evaluation_options options;
    options.limits.time = std::chrono::minutes{5};
    return options;
}

/// Runs a module and gives `repr(result)` of its name `result`.
inline std::string result_of(std::string source, evaluation_options options = unhurried()) {
    evaluation run{parse_module("revision.py", std::move(source)), standard_library(), std::move(options)};
    run.run_module();
    auto const result = run.global("result");
    return result ? run.repr(*result) : "<no result>";
}

} // namespace alembicore::python::test
