#include "sqlalchemy/alembic_config.hpp"

#include "config/text.hpp"
#include "python/evaluation.hpp"
#include "python/unknown.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/project_context.hpp"
#include "sqlalchemy/recording.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using python::value;

constexpr std::string_view url_key = "sqlalchemy.url";

config::revision_config const& config_of(evaluation& run) {
    auto const& project = run.host<recording>().facts.project;
    return project ? project->config() : config::bare_revision_config();
}

error_info hidden_text_is_used() {
    error_info info;
    info.code = errc::not_evaluable;
    info.message = "the revision uses the text of an option that may hold a password";
    info.remedy = "run it with Python, or reach the database through op.get_bind()";
    return info;
}

/// The text of an option that people should not see. What is asked about it is answered; it becomes part of nothing.
class hidden_text final : public python::unknown_object {
public:
    hidden_text(evaluation& run, std::string_view option, std::string text)
        : unknown_object{std::string{option}, run.place(), hidden_text_is_used()}, text_{std::move(text)} {}

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        if (name == "startswith" || name == "endswith")
            return run.attribute(value{text_}, name);
        return unknown_object::attribute(run, name);
    }

    [[nodiscard]] bool contains(evaluation&, value const& item) override {
        auto const part = item.text();
        if (!part)
            throw refusal();
        return text_.find(*part) != std::string::npos;
    }

    [[nodiscard]] std::optional<value>
    compare(evaluation&, python::syntax::comparison_operator op, value const& other) override {
        using enum python::syntax::comparison_operator;
        auto const text = other.text();
        if ((op != equal && op != not_equal) || (!text && !other.is_none()))
            throw refusal();
        return value{(text && *text == text_) == (op == equal)};
    }

private:
    std::string text_;
};

value option_value(evaluation& run, config::revision_config const& config, std::string_view key, std::string text) {
    if (!text.empty() && (key == url_key || config::holds_secret(config, text)))
        return std::make_shared<hidden_text>(run, key, std::move(text));
    return value{std::move(text)};
}

void require_known(config::revision_config const& config, std::string const& key) {
    if (config.changes.may_set(key))
        throw python::not_evaluable(
            "the option '" + key + "' may be set by env.py when it runs",
            "run this revision with Python, or write the option into the ini alone"
        );
    if (key == url_key && config.other_database)
        throw python::not_evaluable(
            "the revision asks for sqlalchemy.url, and the database was given by hand", "run this revision with Python"
        );
}

/// nullopt: the section has no such option.
std::optional<value>
find_option(evaluation& run, config::revision_config const& config, std::string const& section, std::string key) {
    key = config::lower(key);
    require_known(config, key);
    try {
        if (auto text = config.ini.find(section, key))
            return option_value(run, config, key, *std::move(text));
    } catch (error const& failure) {
        throw python::not_evaluable(failure.info().message, failure.info().remedy);
    }
    return std::nullopt;
}

value file_name_of(config::revision_config const& config) {
    if (!config.line)
        return {};
    if (!config.line->file_name)
        throw python::not_evaluable("the name that Alembic would have been given of the ini is not known");
    return value{*config.line->file_name};
}

void require_section(evaluation& run, config::revision_config const& config, std::string const& section) {
    if (config.ini.has_section(section))
        return;
    if (config.changes.any)
        throw python::not_evaluable("whether the ini has a section '" + section + "' may be up to env.py when it runs");
    throw sqlalchemy_error(
        "CommandError",
        "No config file " + run.repr(file_name_of(config)) + " found, or file has no '[" + section + "]' section"
    );
}

value section_option(
    evaluation& run, config::revision_config const& config, std::string const& section, bound_arguments const& given
) {
    require_section(run, config, section);
    return find_option(run, config, section, given.text("name")).value_or(given["default"]);
}

value get_main_option(evaluation& run, bound_arguments const& given) {
    auto const& config = config_of(run);
    return section_option(run, config, config.section, given);
}

value get_section_option(evaluation& run, bound_arguments const& given) {
    return section_option(run, config_of(run), given.text("section"), given);
}

/// The ini first; pyproject.toml where the ini has no such option.
value get_alembic_option(evaluation& run, bound_arguments const& given) {
    auto const& config = config_of(run);
    if (auto found = find_option(run, config, config.section, given.text("name")))
        return *found;
    if (config.has_toml)
        throw given.refusal("name", "an option that pyproject.toml may have");
    return given["default"];
}

value get_section(evaluation& run, bound_arguments const& given) {
    auto const& config = config_of(run);
    std::string const section = given.text("name");
    if (config.changes.any || !config.changes.names.empty())
        throw given.refusal("name", "a section in which env.py may set options when it runs");
    if (!config.ini.has_section(section))
        return given["default"];
    python::dict_table options;
    for (auto const& key : config.ini.ordered_keys(section))
        options.set(value{key}, find_option(run, config, section, key).value_or(value{}));
    return value::dict(std::move(options));
}

/// `config.attributes`: a command line puts nothing in.
class config_attributes final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "dict"; }

    [[nodiscard]] bool truth(evaluation& run) override {
        require_none(run);
        return false;
    }

    [[nodiscard]] std::size_t length(evaluation& run) override {
        require_none(run);
        return 0;
    }

    [[nodiscard]] bool contains(evaluation& run, value const&) override {
        require_none(run);
        return false;
    }

    [[nodiscard]] value item(evaluation& run, value const& key) override {
        require_none(run);
        throw python::python_error("KeyError", run.repr(key));
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        require_none(run);
        if (name == "get")
            return python::make_function("get(key, default=None)", [](evaluation&, bound_arguments const& given) {
                return given["default"];
            });
        refuse("using ." + std::string{name} + " of config.attributes,");
    }

private:
    static void require_none(evaluation& run) {
        if (config_of(run).changes.attributes)
            throw python::not_evaluable("config.attributes may be filled by env.py when it runs");
    }
};

value x_arguments_of(config::revision_config const& config) {
    std::vector<value> given;
    if (config.line)
        for (auto const& argument : config.line->x_arguments)
            given.emplace_back(argument);
    return value::list(std::move(given));
}

value get_x_argument(evaluation& run, bound_arguments const& given) {
    auto const all = x_arguments_of(config_of(run));
    if (!run.truth(given["as_dictionary"]))
        return all;
    python::dict_table pairs;
    for (auto const& each : *all.items()) {
        auto const text = each.text().value_or("");
        auto const equals = text.find('=');
        auto const rest = equals == std::string_view::npos ? std::string_view{} : text.substr(equals + 1);
        pairs.set(value{text.substr(0, equals)}, value{rest});
    }
    return value::dict(std::move(pairs));
}

/// `config.cmd_opts`, of which only `-x` is known.
class command_line_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Namespace"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        if (name != "x")
            refuse("reading ." + std::string{name} + " of");
        auto all = x_arguments_of(config_of(run));
        return all.items()->empty() ? value{} : std::move(all);
    }
};

class config_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Config"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        if (name == "get_main_option")
            return python::make_function("get_main_option(name, default=None)", get_main_option);
        if (name == "get_section_option")
            return python::make_function("get_section_option(section, name, default=None)", get_section_option);
        if (name == "get_alembic_option")
            return python::make_function("get_alembic_option(name, default=None)", get_alembic_option);
        if (name == "get_section")
            return python::make_function("get_section(name, default=None)", get_section);
        if (name == "config_file_name")
            return file_name_of(config_of(run));
        if (name == "config_ini_section")
            return value{config_of(run).section};
        if (name == "attributes")
            return value{std::make_shared<config_attributes>()};
        if (name == "cmd_opts")
            return config_of(run).line ? value{std::make_shared<command_line_value>()} : value{};
        refuse("using ." + std::string{name} + " of");
    }
};

} // namespace

value alembic_config() {
    static auto const config = std::make_shared<config_value>();
    return config;
}

void add_alembic_config(python::module_registry& modules) {
    auto& context = modules.module("alembic.context");
    context.set("config", alembic_config());
    context.function("get_x_argument(as_dictionary=False)", get_x_argument, python::effect::none);
}

} // namespace alembicore::sqlalchemy
