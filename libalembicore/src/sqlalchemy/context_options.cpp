#include "sqlalchemy/context_options.hpp"

#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/run_environment.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using python::value;

/// What Alembic itself keeps there: its defaults, and what the command says.
constexpr std::array<std::string_view, 36> of_alembic{
    "alembic_module_prefix",
    "autogenerate_plugins",
    "compare_server_default",
    "compare_type",
    "connection",
    "destination_rev",
    "dialect_name",
    "dialect_opts",
    "dont_mutate",
    "downgrade_token",
    "environment_context",
    "fn",
    "include_name",
    "include_object",
    "include_schemas",
    "include_symbol",
    "literal_binds",
    "on_version_apply",
    "output_buffer",
    "output_encoding",
    "process_revision_directives",
    "purge",
    "render_as_batch",
    "render_item",
    "revision_context",
    "script",
    "sqlalchemy_module_prefix",
    "starting_rev",
    "tag",
    "target_metadata",
    "template_args",
    "transaction_per_migration",
    "transactional_ddl",
    "upgrade_token",
    "url",
    "user_module_prefix",
};

static_assert(std::ranges::is_sorted(of_alembic));

/// A dict, of which the options that env.py made up are known.
class context_options final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "opts"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] value item(evaluation& run, value const& key) override {
        if (auto found = find(run, key))
            return *std::move(found);
        throw python::python_error("KeyError", run.str(key));
    }

    [[nodiscard]] bool contains(evaluation& run, value const& key) override { return find(run, key).has_value(); }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name == "get")
            return python::make_function(
                "get(key, default=None, /)",
                [self = std::static_pointer_cast<context_options>(shared_from_this()
                 )](evaluation& run, python::bound_arguments const& given) {
                    auto found = self->find(run, given["key"]);
                    return found ? *std::move(found) : given["default"];
                }
            );
        refuse("using ." + std::string{name} + " of");
    }

private:
    [[nodiscard]] std::optional<value> find(evaluation& run, value const& key) const {
        auto const name = run.str(key);
        if (name == "as_sql")
            return value{run.host<recording>().facts.written_to == statement_target::script};
        bool const own = std::ranges::binary_search(of_alembic, name) || name.starts_with("version_table") ||
                         name.starts_with("autogenerate");
        if (own)
            refuse("reading '" + name + "' of");
        return option_of_run(run, name);
    }
};

} // namespace

value make_context_options() {
    return std::make_shared<context_options>();
}

} // namespace alembicore::sqlalchemy
