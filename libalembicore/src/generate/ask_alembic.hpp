// The comparison as Alembic itself makes it, in the project's own Python.
#pragma once

#include <alembicore/autogenerate.hpp>

#include <string>

namespace alembicore::generate {

/// `why`: Python is asked. Errors: those of `autogenerate::compare` under Python.
[[nodiscard]] autogenerate::candidate
ask_alembic(project const& of, database& with, autogenerate::options const& how, engine_chosen const& why);

} // namespace alembicore::generate
