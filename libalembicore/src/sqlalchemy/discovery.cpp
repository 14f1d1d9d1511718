#include "sqlalchemy/discovery.hpp"

#include "python/evaluation.hpp"
#include "sqlalchemy/recording.hpp"

namespace alembicore::sqlalchemy {

discovery* discovery_of(python::evaluation& run) {
    return run.host<recording>().discovery;
}

error_info unknown_because(python::evaluation& run, std::string const& raised) {
    auto made = python::not_evaluable("it raises: " + raised).info();
    made.place = run.place();
    return made;
}

} // namespace alembicore::sqlalchemy
