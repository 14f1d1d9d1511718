// The Python programs that run in the project's own interpreter, as they are sent to it.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace alembicore::interpreter {

// The files of these names, compiled in.
[[nodiscard]] std::string_view run_alembic_py();
[[nodiscard]] std::string_view mapped_models_py();
[[nodiscard]] std::string_view read_models_py();
[[nodiscard]] std::string_view autogenerate_py();

enum class program {
    run_alembic, ///< a plan, a script, the rows of the version table
    read_models, ///< the mapper's view of the models
    autogenerate ///< what Alembic's autogenerate makes of models and database
};

/// The program with what it is to do.
[[nodiscard]] std::string program_text(program which, boost::json::object request);

} // namespace alembicore::interpreter
