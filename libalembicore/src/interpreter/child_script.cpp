#include "interpreter/child_script.hpp"

#include <boost/json/serialize.hpp>

namespace alembicore::interpreter {

std::string program_text(program which, boost::json::object request) {
    std::string text{run_alembic_py()};
    std::string_view doing;
    if (which == program::read_models) {
        text += read_models_py();
        request["mapped_models"] = mapped_models_py();
        doing = ", find_sqlalchemy, read_models";
    } else if (which == program::autogenerate) {
        text += autogenerate_py();
        doing = ", find_alembic, autogenerate";
    }
    // A JSON string is also a string of Python.
    auto const argument = boost::json::serialize(boost::json::string{boost::json::serialize(request)});
    return text + "\n\nsys.exit(main(" + argument + std::string{doing} + "))\n";
}

} // namespace alembicore::interpreter
