#include "sqlalchemy/config_parser.hpp"

#include "config/ini.hpp"
#include "config/text.hpp"
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/paths.hpp"

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using python::value;

struct parser_errors {
    python::type_pointer error = python::make_exception_type("Error", python::builtin_exception("Exception"));
    python::type_pointer no_section = python::make_exception_type("NoSectionError", error);
    python::type_pointer no_option = python::make_exception_type("NoOptionError", error);
};

parser_errors const& errors() {
    static parser_errors const once;
    return once;
}

/// How an option is given back: `get`, `getint`, `getfloat`, `getboolean`.
using conversion = value (*)(evaluation& run, std::string const& text);

value as_text(evaluation&, std::string const& text) {
    return text;
}

value as_number(evaluation& run, std::string const& text, std::string_view type) {
    return run.call(
        value{std::const_pointer_cast<python::type_object>(python::builtin_type(type))},
        {.positional = {value{text}}, .keyword = {}}
    );
}

value as_integer(evaluation& run, std::string const& text) {
    return as_number(run, text, "int");
}

value as_real(evaluation& run, std::string const& text) {
    return as_number(run, text, "float");
}

value as_boolean(evaluation&, std::string const& text) {
    static constexpr std::array<std::string_view, 4> yes{"1", "yes", "true", "on"};
    static constexpr std::array<std::string_view, 4> no{"0", "no", "false", "off"};
    auto const word = config::lower(text);
    if (std::ranges::find(yes, word) != yes.end())
        return true;
    if (std::ranges::find(no, word) != no.end())
        return false;
    throw python::value_error("Not a boolean: " + text);
}

constexpr std::pair<std::string_view, conversion> readers[] = {
    {"get", as_text}, {"getint", as_integer}, {"getfloat", as_real}, {"getboolean", as_boolean}};

class config_parser final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "ConfigParser"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    void read(std::string text) try {
        if (std::exchange(has_read_, true))
            refuse("reading a second text into");
        content_ = config::parse_ini("<string>", text);
        text_ = std::move(text);

    } catch (error const& failure) {

        throw python::not_evaluable(failure.info().message, failure.info().remedy);
    }

    [[nodiscard]] bool has_section(std::string const& section) const { return content_.has_section(section); }

    [[nodiscard]] std::optional<std::string> find(std::string const& section, std::string const& key) const try {
        return content_.find(section, config::lower(key));

    } catch (error const& failure) {

        throw python::not_evaluable(failure.info().message, failure.info().remedy);
    }

    /// In the order of the file.
    [[nodiscard]] value sections() const {
        std::vector<value> names;
        for (std::size_t at = 0; at < text_.size();) {
            auto const end = std::min(text_.find('\n', at), text_.size());
            auto const line = std::string_view{text_}.substr(at, end - at);
            auto const close = line.rfind(']');
            if (line.starts_with('[') && close != std::string_view::npos && line.substr(1, close - 1) != "DEFAULT")
                names.emplace_back(line.substr(1, close - 1));
            at = end + 1;
        }
        return value::list(std::move(names));
    }

    [[nodiscard]] value options(std::string const& section) const {
        if (!has_section(section))
            throw python::make_raised(errors().no_section, "No section: '" + section + "'");
        std::vector<value> names;
        for (auto& key : content_.ordered_keys(section))
            names.emplace_back(std::move(key));
        return value::list(std::move(names));
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] value item(evaluation& run, value const& key) override;

    [[nodiscard]] bool contains(evaluation&, value const& item) override {
        return item.text() && has_section(std::string{*item.text()});
    }

private:
    config::ini_document content_{};
    std::string text_;
    bool has_read_ = false;
};

using parser_pointer = std::shared_ptr<config_parser>;

value read_option(
    evaluation& run,
    config_parser const& from,
    std::string const& section,
    bound_arguments const& given,
    conversion read
) {
    if (run.truth(given["raw"]) || !given["vars"].is_none())
        throw given.refusal("raw", "raw= and vars= are not evaluated");
    if (auto const found = from.find(section, given.text("option")))
        return read(run, *found);
    if (given.given("fallback"))
        return given["fallback"];
    if (!from.has_section(section))
        throw python::make_raised(errors().no_section, "No section: '" + section + "'");
    throw python::make_raised(
        errors().no_option, "No option '" + config::lower(given.text("option")) + "' in section: '" + section + "'"
    );
}

/// `parser["section"]`
class section_proxy final : public python::object {
public:
    section_proxy(parser_pointer parser, std::string section)
        : parser_{std::move(parser)}, section_{std::move(section)} {}

    [[nodiscard]] std::string type_name() const override { return "SectionProxy"; }

    [[nodiscard]] value item(evaluation& run, value const& key) override {
        if (auto const found = parser_->find(section_, run.str(key)))
            return *found;
        throw python::python_error("KeyError", run.str(key));
    }

    [[nodiscard]] bool contains(evaluation& run, value const& item) override {
        return parser_->find(section_, run.str(item)).has_value();
    }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        for (auto const& [known, read] : readers)
            if (name == known)
                return python::make_function(
                    std::string{name} + "(option, fallback=None, *, raw=False, vars=None)",
                    [parser = parser_, section = section_, read = read](evaluation& run, bound_arguments const& given) {
                        auto const found = parser->find(section, given.text("option"));
                        return found ? read(run, *found) : given["fallback"];
                    },
                    python::effect::none
                );
        if (name == "name")
            return value{section_};
        refuse("using ." + std::string{name} + " of");
    }

private:
    parser_pointer parser_;
    std::string section_;
};

value config_parser::item(evaluation& run, value const& key) {
    auto const name = run.str(key);
    if (!has_section(name))
        throw python::python_error("KeyError", name);
    return std::make_shared<section_proxy>(std::static_pointer_cast<config_parser>(shared_from_this()), name);
}

struct method_row {
    std::string_view declared;
    value (*code)(evaluation& run, config_parser& self, bound_arguments const& given);
};

/// Files that are not there are left out.
value read_files(evaluation& run, config_parser& self, bound_arguments const& given) {
    std::vector<value> names{given["filenames"]};
    if (auto const* several = given["filenames"].items())
        names = *several;
    std::vector<value> read;
    auto& project = python::project_of(run, "reading an ini file");
    for (auto const& each : names) {
        auto const path = python::path_text(each);
        if (!path)
            throw given.refusal("filenames", "not the names of files");
        if (project.kind_of(python::absolute_path(*path)) == python::file_kind::none)
            continue;
        self.read(python::read_project_text(run, *path));
        read.emplace_back(*path);
    }
    return value::list(std::move(read));
}

constexpr method_row methods[] = {
    {"read(filenames, encoding=None)", read_files},
    {"read_string(string, source='<string>')",
     [](evaluation&, config_parser& self, bound_arguments const& given) {
         self.read(given.text("string"));
         return value{};
     }},
    {"sections()", [](evaluation&, config_parser& self, bound_arguments const&) { return self.sections(); }},
    {"options(section)",
     [](evaluation&, config_parser& self, bound_arguments const& given) {
         return self.options(given.text("section"));
     }},
    {"has_section(section)",
     [](evaluation&, config_parser& self, bound_arguments const& given) {
         return value{self.has_section(given.text("section"))};
     }},
    {"has_option(section, option)",
     [](evaluation&, config_parser& self, bound_arguments const& given) {
         return value{self.find(given.text("section"), given.text("option")).has_value()};
     }},
};

std::optional<value> config_parser::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<config_parser>(shared_from_this());
    for (auto const& [known, read] : readers)
        if (name == known)
            return python::make_function(
                std::string{name} + "(section, option, *, raw=False, vars=None, fallback=...)",
                [self, read = read](evaluation& run, bound_arguments const& given) {
                    return read_option(run, *self, given.text("section"), given, read);
                },
                python::effect::none
            );
    for (auto const& row : methods)
        if (row.declared.substr(0, row.declared.find('(')) == name)
            return python::make_function(
                row.declared,
                [self, code = row.code](evaluation& run, bound_arguments const& given) {
                    return code(run, *self, given);
                },
                python::effect::none
            );
    refuse("using ." + std::string{name} + " of");
}

} // namespace

void add_config_parser(python::module_registry& modules) {
    auto& module = modules.module("configparser");
    module.function(
        "ConfigParser()",
        [](evaluation&, bound_arguments const&) -> value { return std::make_shared<config_parser>(); },
        python::effect::none
    );
    for (auto const& type : {errors().error, errors().no_section, errors().no_option})
        module.set(type->name(), std::const_pointer_cast<python::type_object>(type));
}

} // namespace alembicore::sqlalchemy
