// `session.query(…)`
#pragma once

#include "sqlalchemy/object_session.hpp"
#include "sqlalchemy/select_state.hpp"

namespace alembicore::sqlalchemy {

[[nodiscard]] python::value
make_query(python::evaluation& run, session_pointer session, std::span<python::value const> entities);

} // namespace alembicore::sqlalchemy
