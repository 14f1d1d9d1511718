// Bounds how deep the tree builder goes into nested source text.
#pragma once

#include "python/tree_builder.hpp"

namespace alembicore::python {

/// CPython itself stops at 200 brackets and 100 indentations.
inline constexpr std::size_t deepest_nesting = 250;

class tree_builder::level_guard {
public:
    level_guard(std::size_t& level, tree_builder const& builder, source_range range) : level_(level) {
        if (level == deepest_nesting)
            too_deep(builder, range);
        ++level_;
    }

    level_guard(level_guard const&) = delete;
    level_guard& operator=(level_guard const&) = delete;

    ~level_guard() { --level_; }

private:
    [[noreturn]] static void too_deep(tree_builder const& builder, source_range range);

    std::size_t& level_;
};

} // namespace alembicore::python
