#include "config/env_py.hpp"

#include "config/static_interpreter.hpp"

#include "python/syntax.hpp"

#include <utility>

namespace alembicore::config {

namespace {

/// Turns what env.py was seen to do into what it decides.
class env_py_reader {
public:
    env_py_reader(python::source_module const& module, env_py_actions actions, env_py_inputs const& inputs)
        : module_(module), actions_(std::move(actions)), inputs_(inputs) {}

    [[nodiscard]] env_py read() {
        result_.version_table = text_option("version_table");
        result_.version_table_schema = text_option("version_table_schema");
        result_.version_table_pk = flag_option("version_table_pk");
        result_.transaction_per_migration = flag_option("transaction_per_migration");
        result_.transactional_ddl = flag_option("transactional_ddl");
        read_naming_convention();
        for (auto const* const call : online_calls())
            if (call->more) {
                undecided("options", *call->more);
                break;
            }
        result_.offline_percent_doubled = doubles_percent_offline();
        read_url();
        if (actions_.exception)
            result_.exception = module_.place_of(*actions_.exception);
        return std::move(result_);
    }

private:
    /// The calls for a database connection; the others where there are none.
    [[nodiscard]] std::vector<configure_call const*> online_calls() const {
        std::vector<configure_call const*> online;
        std::vector<configure_call const*> all;
        for (auto const& call : actions_.configured) {
            all.push_back(&call);
            if (!is_offline(call))
                online.push_back(&call);
        }
        return online.empty() ? all : online;
    }

    static bool is_offline(configure_call const& call) {
        if (call.mode != run_mode::any)
            return call.mode == run_mode::offline;
        return call.options.count("connection") == 0 && call.options.count("url") != 0;
    }

    /// The value that the calls agree on; absent where none gives it, or where they or Python alone could tell.
    std::optional<placed_value> option(std::string const& name) {
        std::optional<placed_value> found;
        for (auto const* const call : online_calls()) {
            auto const given = call->options.find(name);
            if (given == call->options.end())
                continue;
            bool const known = !is_unknown(given->second.value);
            if (!known || (found && !(*found == given->second))) {
                undecided(name, given->second.range);
                return std::nullopt;
            }
            found = given->second;
        }
        return found;
    }

    std::optional<std::string> text_option(std::string const& name) {
        auto const found = option(name);
        if (!found || found->value.is(value_kind::none))
            return std::nullopt;
        if (found->value.is(value_kind::text))
            return found->value.text;
        undecided(name, found->range);
        return std::nullopt;
    }

    std::optional<bool> flag_option(std::string const& name) {
        auto const found = option(name);
        if (!found || found->value.is(value_kind::none))
            return std::nullopt;
        if (auto const flag = truth(found->value))
            return flag;
        undecided(name, found->range);
        return std::nullopt;
    }

    void read_naming_convention() {
        auto const metadata = option_without_finding("target_metadata");
        auto convention = metadata && metadata->value.is(value_kind::metadata) ? metadata->value.items : nullptr;
        auto place = metadata;
        if (actions_.naming_convention) {
            convention = actions_.naming_convention->value.items;
            place = actions_.naming_convention;
        }
        if (place && is_unknown(place->value)) {
            undecided("naming_convention", place->range);
            result_.target_metadata = place == metadata ? place->value.text : std::string{};
        }
        if (convention == nullptr)
            return;
        for (auto const& [key, value] : *convention)
            if (value.is(value_kind::text))
                result_.naming_convention[key] = value.text;
            else
                undecided("naming_convention", place->range);
    }

    [[nodiscard]] std::optional<placed_value> option_without_finding(std::string const& name) const {
        for (auto const* const call : online_calls())
            if (auto const given = call->options.find(name); given != call->options.end())
                return given->second;
        return std::nullopt;
    }

    /// psycopg2's own parameter style doubles `%`; the stock env.py asks for another with dialect_opts.
    [[nodiscard]] bool doubles_percent_offline() const {
        for (auto const& call : actions_.configured)
            if (is_offline(call))
                return !names_paramstyle(call);
        return false;
    }

    static bool names_paramstyle(configure_call const& call) {
        auto const options = call.options.find("dialect_opts");
        if (options == call.options.end())
            return call.more.has_value();
        auto const& value = options->second.value;
        if (!value.is(value_kind::mapping))
            return is_unknown(value);
        auto const style = value.items->find("paramstyle");
        if (style == value.items->end())
            return false;
        return style->second.text != "format" && style->second.text != "pyformat";
    }

    void read_url() {
        auto const given = url();
        if (!given)
            return;
        auto const& value = given->value;
        if (value.is(value_kind::text)) {
            if (!is_that_of_the_ini(value))
                result_.url = {
                    .text = value.text, .source = value.source.empty() ? "env.py" : value.source, .problem = {}};
            return;
        }
        bool const unset = !value.unset_variable.empty();
        result_.url.problem = diagnostic{
            .severity = severity::info,
            .code = unset ? errc::no_database : errc::decided_at_run_time,
            .message = unset ? "env.py takes the database URL from the environment variable " + value.unset_variable +
                                   ", which is not set"
                             : "env.py decides the database URL at run time",
            .remedy = unset ? "set " + value.unset_variable + " in the environment or in .env, or give --database-url"
                            : "give --database-url, or set DATABASE_URL in the environment or in .env",
            .place = module_.place_of(given->range),
            .revision = {},
        };
        // The line may hold a password.
        result_.url.problem->place->excerpt.clear();
    }

    /// An engine made from a URL is what connects; then what stands in for sqlalchemy.url; then the offline URL, unless
    /// there is a connection, whose engine was not seen and need not go where the offline URL points.
    [[nodiscard]] std::optional<placed_value> url() const {
        if (!actions_.engine_urls.empty() && !actions_.engine_from_config)
            return actions_.engine_urls.back();
        if (actions_.main_url || actions_.engine_from_config)
            return actions_.main_url;
        if (auto const connection = first_option("connection"))
            return placed_value{run_time_value(), connection->range};
        return first_option("url");
    }

    [[nodiscard]] std::optional<placed_value> first_option(std::string const& name) const {
        for (auto const& call : actions_.configured)
            if (auto const given = call.options.find(name); given != call.options.end())
                return given->second;
        return std::nullopt;
    }

    [[nodiscard]] bool is_that_of_the_ini(static_value const& url) const {
        return !inputs_.ini_name.empty() && url.source == inputs_.ini_name &&
               url.text == inputs_.main_option("sqlalchemy.url");
    }

    void undecided(std::string const& option, python::source_range range) {
        result_.undecided.push_back({.option = option, .place = module_.place_of(range)});
    }

    python::source_module const& module_;
    env_py_actions actions_;
    env_py_inputs const& inputs_;
    env_py result_;
};

} // namespace

env_py read_env_py(std::string const& file, std::string text, env_py_inputs const& inputs) {
    auto const module = python::parse_module(file, std::move(text));
    return env_py_reader{*module, static_interpreter{*module, inputs}.run(), inputs}.read();
}

diagnostic describe_undecided(undecided_option const& undecided) {
    diagnostic finding{
        .severity = severity::warning,
        .code = errc::decided_at_run_time,
        .message = "env.py decides " + undecided.option + " at run time",
        .remedy =
            "set " + undecided.option +
            " by hand, in the section [alembicore] of alembic.ini or the table [tool.alembicore] of pyproject.toml",
        .place = undecided.place,
        .revision = {},
    };
    if (undecided.option == "naming_convention") {
        finding.severity = severity::info;
        finding.message = "env.py takes target_metadata from the application: its naming_convention, if it has one, is "
                          "looked up there when a revision is read";
        finding.remedy = "write it by hand where that fails, in the section [alembicore] of alembic.ini: "
                         "naming_convention.ix = …, or naming_convention = none";
    } else if (undecided.option == "options") {
        finding.severity = severity::info;
        finding.message = "env.py decides further options of context.configure() at run time";
        finding.remedy = "set version_table, version_table_schema or transaction_per_migration by hand where they are "
                         "among them, in the section [alembicore] of alembic.ini";
    }
    return finding;
}

diagnostic describe_exception(source_place const& where) {
    return {
        .severity = severity::warning,
        .code = errc::decided_at_run_time,
        .message = "env.py raises an exception or exits here, before it migrates anything",
        .remedy = "see what it wants; --engine python runs it",
        .place = where,
        .revision = {},
    };
}

} // namespace alembicore::config
