// Imports that code is prepared to see fail. Whether a package is installed only the project's own Python can tell.
#pragma once

#include "python/exception_guard.hpp"

namespace alembicore::python {

/// Ends a guarded body at an import that may or may not fail.
struct uncertain_import {
    std::size_t guard; ///< of the guard that would go on
    error why;
};

/// Whether every supported Python has this module of the standard library, on every system.
[[nodiscard]] bool is_standard_module(std::string_view top_level) noexcept;

} // namespace alembicore::python
