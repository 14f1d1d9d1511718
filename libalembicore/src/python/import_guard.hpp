// Imports that code is prepared to see fail. Whether a package is installed only the project's own Python can tell.
#pragma once

#include "python/exception.hpp"

#include <functional>
#include <vector>

namespace alembicore::python {

/// What goes on behind an exception that its body raises: `try` with handlers, `with suppress(…)`.
struct import_guard {
    std::function<bool(raised const&)> goes_on;
};

/// The guards around the running code, the innermost last.
using import_guards = std::vector<import_guard>;

/// Holds a guard while its body runs.
class guarded_section {
public:
    guarded_section(import_guards& guards, import_guard guard) : guards_(guards), level_(guards.size()) {
        guards_.push_back(std::move(guard));
    }

    guarded_section(guarded_section const&) = delete;
    guarded_section& operator=(guarded_section const&) = delete;

    ~guarded_section() { guards_.resize(level_); }

    /// Which of the guards it is.
    [[nodiscard]] std::size_t level() const noexcept { return level_; }

private:
    import_guards& guards_;
    std::size_t level_;
};

/// Ends a guarded body at an import that may or may not fail.
struct uncertain_import {
    std::size_t guard; ///< of the guard that would go on
    error why;
};

/// Whether every supported Python has this module of the standard library, on every system.
[[nodiscard]] bool is_standard_module(std::string_view top_level) noexcept;

} // namespace alembicore::python
