#include "sqlalchemy/text.hpp"

#include "sqlalchemy/errors.hpp"

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool may_precede_bind(std::string_view text, std::size_t colon) {
    if (colon == 0)
        return true;
    char const before = text[colon - 1];
    return before != ':' && before != '\\' && before != '$' && !is_word(before);
}

std::size_t end_of_word(std::string_view text, std::size_t from) {
    while (from < text.size() && (is_word(text[from]) || text[from] == '$'))
        ++from;
    return from;
}

/// `\:name` is `:name`.
std::string without_escapes(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const escaped = text[at] == '\\' && at + 1 < text.size() && text[at + 1] == ':';
        if (auto const end = escaped ? end_of_word(text, at + 2) : at;
            escaped && (end >= text.size() || text[end] != ':'))
            continue;
        plain += text[at];
    }
    return plain;
}

error missing_value(std::string const& bind) {
    return python::not_evaluable(
        "`:" + bind + "` in SQL text is a bind parameter and has no value",
        "write `\\:" + bind + "` where the colon belongs to the text, or give it a value with bindparams()"
    );
}

/// An expanding bind is a list in parentheses.
expression list_node(python::evaluation& run, python::value const& given, type_pointer const& type) {
    expression group{.kind = expression_kind::group};
    for (auto const& item : run.collect(given))
        group.operands.push_back(literal_node(run, item, type));
    return group;
}

python::value make_bind(python::evaluation& run, python::bound_arguments const& given) {
    auto type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    if (!given.given("value"))
        return std::make_shared<bind_value>(given.text("key"), std::nullopt, std::move(type));
    auto const& value = given["value"];
    auto node = run.truth(given["expanding"]) ? list_node(run, value, type) : coerce(run, value, type)->node();
    return std::make_shared<bind_value>(given.text("key"), std::move(node), std::move(type));
}

/// bindparams(bindparam("a", 1), b=2)
python::value bind_text(
    std::shared_ptr<text_value const> const& text, python::evaluation& run, python::bound_arguments const& given
) {
    bind_values values;
    for (auto const& each : given.rest()) {
        auto const bind = each.as<bind_value>();
        if (!bind)
            throw sqlalchemy_error("ArgumentError", "bindparam() expected, got " + run.repr(each));
        if (bind->bound())
            values.insert_or_assign(bind->name(), bind->node());
    }
    given.keywords().for_each([&](python::value const& name, python::value const& value) {
        values.insert_or_assign(std::string{*name.text()}, coerce(run, value)->node());
    });
    return std::make_shared<text_value>(*text, std::move(values));
}

} // namespace

std::vector<text_part> split_binds(std::string_view text) {
    std::vector<text_part> parts;
    std::size_t start = 0;
    for (auto colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
        auto const end = end_of_word(text, colon + 1);
        if (end == colon + 1 || !may_precede_bind(text, colon) || (end < text.size() && text[end] == ':'))
            continue;
        parts.push_back(
            {without_escapes(text.substr(start, colon - start)), std::string{text.substr(colon + 1, end - colon - 1)}}
        );
        start = end;
    }
    parts.push_back({without_escapes(text.substr(start)), {}});
    return parts;
}

expression fill_binds(std::vector<text_part> const& parts, bind_values const& values) {
    expression filled{.kind = expression_kind::sequence};
    for (auto const& part : parts) {
        if (!part.text.empty() || parts.size() == 1)
            filled.operands.push_back(schema::sql_text(part.text));
        if (part.bind.empty())
            continue;
        auto const found = values.find(part.bind);
        if (found == values.end())
            throw missing_value(part.bind);
        filled.operands.push_back(found->second);
    }
    return filled.operands.size() == 1 ? filled.operands.front() : filled;
}

expression parse_text(std::string_view text) {
    return fill_binds(split_binds(text), {});
}

expression const& text_value::node() const {
    if (!filled_)
        filled_ = fill_binds(parts_, values_);
    return *filled_;
}

std::optional<python::value> text_value::attribute(python::evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<text_value const>(shared_from_this());
    if (name == "bindparams" || name == "params")
        return python::make_function(
            "bindparams(*binds, **names_to_values)",
            [self](python::evaluation& run, python::bound_arguments const& given) {
                return bind_text(self, run, given);
            },
            python::effect::none
        );
    if (name == "execution_options")
        return python::make_function(
            "execution_options(**kw)",
            [self](python::evaluation&, python::bound_arguments const&) -> python::value {
                return std::const_pointer_cast<text_value>(self);
            },
            python::effect::none
        );
    refuse("reading ." + std::string{name} + " of");
}

expression const& bind_value::node() const {
    if (!bound_)
        throw missing_value(name_);
    return expression_value::node();
}

void add_text(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.sql.elements"}) {
        auto& module = modules.module(where);
        module.function(
            "text(text)",
            [](python::evaluation&, python::bound_arguments const& given) -> python::value {
                return std::make_shared<text_value>(given.text("text"));
            },
            python::effect::none
        );
        module.function(
            "bindparam(key, value=..., type_=None, unique=False, required=None, expanding=False)",
            make_bind,
            python::effect::none
        );
    }
}

} // namespace alembicore::sqlalchemy
