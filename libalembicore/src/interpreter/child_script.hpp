// The Python program that runs Alembic, as it is sent to an interpreter.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace alembicore::interpreter {

/// run_alembic.py, compiled in.
[[nodiscard]] std::string_view child_script();

/// The program with what it is to do.
[[nodiscard]] std::string program_text(boost::json::object const& request);

} // namespace alembicore::interpreter
