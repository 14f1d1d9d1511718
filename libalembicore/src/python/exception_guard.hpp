// What stands around running code and goes on when it raises.
#pragma once

#include "python/exception.hpp"

#include <functional>
#include <vector>

namespace alembicore::python {

/// What goes on behind an exception that its body raises: `try` with handlers, `with suppress(…)`.
struct exception_guard {
    std::function<bool(raised const&)> goes_on;
};

/// The guards around the running code, the innermost last.
using exception_guards = std::vector<exception_guard>;

/// Holds a guard while its body runs.
class guarded_section {
public:
    guarded_section(exception_guards& guards, exception_guard guard) : guards_(guards), level_(guards.size()) {
        guards_.push_back(std::move(guard));
    }

    guarded_section(guarded_section const&) = delete;
    guarded_section& operator=(guarded_section const&) = delete;

    ~guarded_section() { guards_.resize(level_); }

    /// Which of the guards it is.
    [[nodiscard]] std::size_t level() const noexcept { return level_; }

private:
    exception_guards& guards_;
    std::size_t level_;
};

} // namespace alembicore::python
