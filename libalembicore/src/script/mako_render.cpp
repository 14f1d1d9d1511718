#include "script/mako_render.hpp"

#include "base/place.hpp"
#include "python/evaluation.hpp"
#include "script/mako.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <utility>

namespace alembicore::script {

namespace {

using python::value;

using named_values = std::vector<std::pair<std::string, value>>;

constexpr std::string_view module_of_names = "__mako_names__";

/// What a template is not given: nothing in a condition, an error in the output.
class undefined final : public python::object {
public:
    explicit undefined(std::string name) : name_(std::move(name)) {}

    [[nodiscard]] std::string type_name() const override { return "Undefined"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return false; }

    [[nodiscard]] std::string str(python::evaluation&) override {
        throw python::python_error("NameError", "'" + name_ + "' is not defined");
    }

private:
    std::string name_;
};

/// `create_date`, a datetime.
class date_object final : public python::object {
public:
    explicit date_object(creation_time const& time) : time_(time) {}

    [[nodiscard]] std::string type_name() const override { return "datetime"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    [[nodiscard]] std::string str(python::evaluation&) override { return render(time_); }

    [[nodiscard]] std::optional<value> attribute(python::evaluation& run, std::string_view name) override {
        std::array<std::pair<std::string_view, int>, 7> const fields{{
            {"year", time_.year},
            {"month", time_.month},
            {"day", time_.day},
            {"hour", time_.hour},
            {"minute", time_.minute},
            {"second", time_.second},
            {"microsecond", time_.microsecond},
        }};
        for (auto const& [field, number] : fields)
            if (field == name)
                return value{number};
        return object::attribute(run, name);
    }

private:
    creation_time time_;
};

/// `config`, Alembic's Config.
class config_object final : public python::object {
public:
    explicit config_object(template_config const& config) : config_(config) {}

    [[nodiscard]] std::string type_name() const override { return "Config"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(python::evaluation& run, std::string_view name) override {
        if (name == "config_ini_section")
            return value{config_.section};
        if (name == "config_file_name")
            return config_.file_name.empty() ? value{} : value{config_.file_name};
        if (!config_.find)
            refuse("reading " + std::string{name} + " of");
        if (name == "get_main_option")
            return python::make_function(
                "get_main_option(name, default=None)",
                [this](python::evaluation&, python::bound_arguments const& given) {
                    return option(config_.section, given);
                }
            );
        if (name == "get_section_option")
            return python::make_function(
                "get_section_option(section, name, default=None)",
                [this](python::evaluation&, python::bound_arguments const& given) {
                    return option(given.text("section"), given);
                }
            );
        return object::attribute(run, name);
    }

private:
    [[nodiscard]] value option(std::string const& section, python::bound_arguments const& given) const {
        if (auto found = config_.find(section, given.text("name")))
            return value{std::move(*found)};
        return given["default"];
    }

    template_config const& config_;
};

/// `context`, Mako's own.
class context_object final : public python::object {
public:
    explicit context_object(named_values const& names) : names_(names) {}

    [[nodiscard]] std::string type_name() const override { return "Context"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(python::evaluation& run, std::string_view name) override {
        if (name != "get")
            return object::attribute(run, name);
        return python::make_function(
            "get(key, default=None)",
            [this](python::evaluation&, python::bound_arguments const& given) {
                auto const found = std::ranges::find(names_, given.text("key"), &named_values::value_type::first);
                return found == names_.end() ? given["default"] : found->second;
            }
        );
    }

private:
    named_values const& names_;
};

std::vector<value> texts(std::vector<std::string> const& items) {
    return {items.begin(), items.end()};
}

value scalar_or(std::vector<std::string> const& items, value (*many)(std::vector<value>)) {
    if (items.empty())
        return {};
    return items.size() == 1 ? value{items.front()} : many(texts(items));
}

value comma() {
    return python::make_function(
        "format_as_comma(value)",
        [](python::evaluation& run, python::bound_arguments const& given) -> value {
            value const& shown = given["value"];
            if (shown.is_none())
                return value{""};
            if (shown.text())
                return shown;
            std::string joined;
            for (value const& each : run.collect(shown))
                joined.append(joined.empty() ? "" : ", ").append(run.str(each));
            return value{std::move(joined)};
        },
        python::effect::none
    );
}

/// What Alembic gives a template. down_revision and depends_on are scalars where they can be.
named_values given_names(template_input const& input, template_config const& config) {
    return {
        {"message", value{input.message}},
        {"up_revision", value{input.revision}},
        {"down_revision", scalar_or(input.down_revisions, &value::tuple)},
        {"branch_labels", input.branch_labels.empty() ? value{} : value::tuple(texts(input.branch_labels))},
        {"depends_on", scalar_or(input.depends_on, &value::list)},
        {"create_date", value{std::make_shared<date_object>(input.created)}},
        {"comma", comma()},
        {"config", value{std::make_shared<config_object>(config)}},
    };
}

std::string import_line(python::module_object const& module) {
    std::string line;
    for (auto const& [name, item] : module.names())
        line.append(line.empty() ? "" : ", ").append(name);
    return "from " + std::string{module_of_names} + " import " + line;
}

/// Patterns that mean the same to Python and to std::regex, and that match something.
bool is_plain_pattern(std::string const& pattern) {
    bool const known = std::ranges::all_of(pattern, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view{" ,;:_-|/*+?\\"}.find(c) != std::string_view::npos;
    });
    for (auto at = pattern.find('\\'); at != std::string::npos; at = pattern.find('\\', at + 1))
        if (at + 1 == pattern.size() || pattern[at + 1] != 's')
            return false;
    return known && !std::regex_match("", std::regex{pattern});
}

/// `re.split`, with which templates for several databases read their names.
value split(python::evaluation&, python::bound_arguments const& given) {
    std::string const pattern = given.text("pattern");
    if (!is_plain_pattern(pattern))
        throw given.refusal("pattern", "only plain separators are known here");
    std::string const text = given.text("string");
    std::regex const separator{pattern};
    std::vector<value> parts;
    for (std::sregex_token_iterator part{text.begin(), text.end(), separator, -1}, end; part != end; ++part)
        parts.emplace_back(part->str());
    // The iterator leaves out an empty part at the end.
    if (std::regex_search(text, std::regex{"(?:" + pattern + ")$"}))
        parts.emplace_back("");
    return value::list(std::move(parts));
}

/// Runs a module that calls `mako_write_name`, and gives what it wrote.
class output_run {
public:
    output_run() : registry_(python::module_registry::with_standard_library()) {
        if (!registry_.find("re"))
            registry_.module("re").function("split(pattern, string)", split);
        names().function(
            std::string{mako_write_name} + "(text)",
            [this](python::evaluation& run, python::bound_arguments const& given) -> value {
                written_ += given["text"].text() ? std::string{*given["text"].text()} : run.str(given["text"]);
                return {};
            }
        );
    }

    python::module_object& names() { return registry_.module(module_of_names); }

    std::string run(std::string const& file, std::string const& code) {
        python::evaluation evaluation{python::parse_module(file, code), registry_, {}};
        evaluation.run_module();
        return std::move(written_);
    }

private:
    python::module_registry registry_;
    std::string written_;
};

constexpr std::string_view use_alembic = "create this revision with 'alembic revision', or simplify the template";

/// Errors say where in the template, not where in the module made of it.
error in_template(error const& problem, std::string const& file, std::string_view text, mako_program const& program) {
    error_info info = problem.info();
    if (info.place && info.place->line != 0 && info.place->line <= program.offsets.size())
        info.place = base::place_at(file, text, program.offsets[info.place->line - 1]);
    if (info.remedy.empty())
        info.remedy = use_alembic;
    return error{std::move(info)};
}

std::vector<mako_node> parse_or_refuse(std::string const& file, std::string_view text) {
    try {
        return parse_template(file, text);
    } catch (error& problem) {
        if (problem.info().remedy.empty())
            problem.info().remedy = use_alembic;
        throw;
    }
}

} // namespace

std::string render_template(
    std::string const& file, std::string_view text, template_input const& input, template_config const& config
) {
    auto const nodes = parse_or_refuse(file, text);
    output_run output;
    named_values const names = given_names(input, config);
    for (auto const& [name, item] : names)
        output.names().set(name, item);
    output.names().set("context", value{std::make_shared<context_object>(names)});
    // Alembic leaves these undefined where there is nothing to write.
    for (auto const& [name, lines] :
         {std::pair<std::string, std::string const&>{"imports", input.body.imports},
          {"upgrades", input.body.upgrades},
          {"downgrades", input.body.downgrades}})
        output.names().set(name, lines.empty() ? value{std::make_shared<undefined>(name)} : value{lines});
    mako_program const program = render_python(nodes, import_line(output.names()));
    try {
        return output.run(file, program.python);
    } catch (error const& problem) {
        throw in_template(problem, file, text, program);
    }
}

} // namespace alembicore::script
