// What env.py says about autogenerate: the options of context.configure(), and its filters, which are called.
#pragma once

#include "generate/compare.hpp"
#include "generate/render.hpp"
#include "model/declared.hpp"

#include <alembicore/settings.hpp>

namespace alembicore::generate {

struct configuration {
    model::metadata_list metadata{};
    bool all_schemas = false;
    bool types = true;
    bool defaults = false;
    block_style style = block_style::plain;
    object_filter objects{};
    name_filter names{};
};

/// `from` must outlive the filters.
/// Errors: not_evaluable where only running env.py tells, or it takes part in a way that only Python can; bad_usage
/// where it has no target_metadata.
[[nodiscard]] configuration configure(model::declarations& from);

} // namespace alembicore::generate
