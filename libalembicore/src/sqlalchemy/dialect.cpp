#include "sqlalchemy/dialect.hpp"

#include "sql/identifier.hpp"
#include "sqlalchemy/inspector.hpp"
#include "sqlalchemy/live.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/types.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// dialect.identifier_preparer
class preparer_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "PGIdentifierPreparer_psycopg2"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name != "quote" && name != "quote_identifier")
            refuse("reading ." + std::string{name} + " of");
        return python::make_function(
            std::string{name} + "(ident, force=None)",
            [always = name == "quote_identifier"](evaluation&, bound_arguments const& given) -> python::value {
                auto quoted = required_identifier(given, "ident");
                if (always)
                    quoted.quote = true;
                return sql::quote(quoted);
            },
            python::effect::none
        );
    }
};

python::value make_type_descriptor() {
    return python::make_function(
        "type_descriptor(typeobj)",
        [](evaluation& run, bound_arguments const& given) -> python::value {
            return std::const_pointer_cast<type_value>(required_type(run, given["typeobj"]));
        },
        python::effect::none
    );
}

/// `(15, 4)`
python::value server_version(evaluation& run) {
    auto const said = ask(run, "server_version_info", "SHOW server_version_num", {});
    auto const number = std::stoi(said.rows.front().front().value_or("0"));
    return python::value::tuple({number / 10000, number % 10000});
}

} // namespace

std::optional<python::value> dialect_value::attribute(evaluation& run, std::string_view name) {
    if (name == "name")
        return python::value{"postgresql"};
    if (name == "driver")
        return python::value{"psycopg2"};
    if (name == "supports_sequences" || name == "supports_native_enum" || name == "supports_comments" ||
        name == "supports_native_boolean" || name == "supports_native_uuid")
        return python::value{true};
    if (name == "identifier_preparer")
        return python::value{std::make_shared<preparer_value>()};
    if (name == "type_descriptor")
        return make_type_descriptor();
    if (name == "default_schema_name")
        return default_schema_name(run);
    if (name == "server_version_info")
        return server_version(run);
    if (auto question = dialect_question(name))
        return question;
    refuse("reading ." + std::string{name} + " of");
}

python::value make_dialect() {
    return std::make_shared<dialect_value>();
}

void add_dialect(python::module_registry& modules) {
    for (auto const* where :
         {"sqlalchemy.dialects.postgresql",
          "sqlalchemy.dialects.postgresql.psycopg2",
          "sqlalchemy.dialects.postgresql.psycopg",
          "sqlalchemy.dialects.postgresql.base"})
        modules.module(where).function(
            "dialect(*args, **kw)",
            [](evaluation&, bound_arguments const&) { return make_dialect(); },
            python::effect::none
        );
}

} // namespace alembicore::sqlalchemy
