// What the Python of a revision says beside its statements.
#pragma once

#include "lint/revision_view.hpp"
#include "python/syntax.hpp"

#include <functional>
#include <string>

namespace alembicore::lint {

/// Whether a dotted name is a module of the application.
using is_application_module = std::function<bool(std::string const&)>;

[[nodiscard]] source_facts
read_source(python::source_module const& module, is_application_module const& of_application);

} // namespace alembicore::lint
