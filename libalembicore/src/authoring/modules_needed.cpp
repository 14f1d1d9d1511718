#include "authoring/modules_needed.hpp"

namespace alembicore::authoring {

namespace {

// Works with every release of SQLAlchemy that Alembic works with.
constexpr char const* named_type_class = R"(

class NamedType(sa.types.UserDefinedType):
    """A type that the database knows by name."""

    cache_ok = True

    def __init__(self, name):
        self.name = name

    def get_col_spec(self, **kw):
        return self.name
)";

} // namespace

std::string modules_needed::lines() const {
    std::string text = postgresql ? "from sqlalchemy.dialects import postgresql" : "";
    if (named_type)
        text += (text.empty() ? "" : "\n") + std::string{named_type_class};
    return text;
}

} // namespace alembicore::authoring
