#include "sqlalchemy/text.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/literal.hpp"
#include "sqlalchemy/select.hpp"

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

/// A bind in its statement.
class bind_part final : public statement_part {
public:
    explicit bind_part(bind_value::declaration declared) : declared_{std::move(declared)} {}

    [[nodiscard]] expression resolve(resolution& in) const override {
        if (in.parameter)
            if (auto given = in.parameter(declared_.name, declared_.type, declared_.expanding))
                return std::move(*given);
        if (!declared_.literal)
            throw missing_value(declared_.name);
        return *declared_.literal;
    }

private:
    bind_value::declaration declared_;
};

/// An expanding bind is a list in parentheses.
expression list_node(python::evaluation& run, python::value const& given, type_pointer const& type) {
    expression group{.kind = expression_kind::group};
    for (auto const& item : run.collect(given))
        group.operands.push_back(coerce(run, item, type)->node());
    return group;
}

python::value make_bind(python::evaluation& run, python::bound_arguments const& given) {
    bind_value::declaration declared{.name = given.text("key"), .expanding = run.truth(given["expanding"])};
    if (!given["type_"].is_none())
        declared.type = required_type(run, given["type_"]);
    if (given.given("value")) {
        auto const& value = given["value"];
        declared.literal =
            declared.expanding ? list_node(run, value, declared.type) : literal_node(run, value, declared.type);
        if (!declared.type)
            declared.type = type_for(value);
    }
    return std::make_shared<bind_value>(std::move(declared));
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
        values.insert_or_assign(bind->declared().name, bind);
    }
    given.keywords().for_each([&](python::value const& name, python::value const& value) {
        std::string const key{*name.text()};
        values.insert_or_assign(
            key,
            std::make_shared<bind_value>(bind_value::declaration{
                .name = key, .literal = literal_node(run, value, nullptr), .type = type_for(value)})
        );
    });
    return std::make_shared<text_value>(*text, std::move(values));
}

/// text("select …").columns(…)
class text_query final : public query {
public:
    text_query(expression text, std::vector<table_column> columns, sent_columns::matching how)
        : text_{std::move(text)}, columns_{std::move(columns)}, how_{how} {}

    [[nodiscard]] expression resolve(resolution& in, query_place) const override { return in.resolve(text_); }

    [[nodiscard]] std::vector<table_column> columns() const override { return columns_; }

    [[nodiscard]] sent_columns sent() const override {
        auto made = query::sent();
        made.how = how_;
        return made;
    }

private:
    expression text_;
    std::vector<table_column> columns_;
    sent_columns::matching how_;
};

class text_query_value final : public query_value {
public:
    explicit text_query_value(query_pointer of) : of_{std::move(of)} {}

    [[nodiscard]] query_pointer rows() const override { return of_; }

    [[nodiscard]] std::string type_name() const override { return "TextualSelect"; }

private:
    query_pointer of_;
};

python::value make_columns(text_value const& text, python::evaluation& run, python::bound_arguments const& given) {
    std::vector<table_column> columns;
    for (auto const& each : given.rest()) {
        auto const column = each.as<expression_value>();
        if (!column || column->key().empty())
            throw sqlalchemy_error("ArgumentError", "column() expected, got " + run.repr(each));
        columns.push_back({.name = {std::string{column->key()}, column->node().quote}, .type = column->value_type()});
    }
    given.keywords().for_each([&](python::value const& name, python::value const& type) {
        columns.push_back({.name = {std::string{*name.text()}, std::nullopt}, .type = required_type(run, type)});
    });
    using enum sent_columns::matching;
    auto const how = given.keywords().empty() ? by_position : by_name;
    return std::make_shared<text_query_value>(std::make_shared<text_query const>(text.node(), std::move(columns), how));
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
        filled.operands.push_back(
            found != values.end() ? found->second->node() : bind_value{{.name = part.bind}}.node()
        );
    }
    return filled.operands.size() == 1 ? filled.operands.front() : filled;
}

expression parse_text(std::string_view text) {
    return resolve_statement(fill_binds(split_binds(text), {}));
}

std::optional<python::value> text_value::attribute(python::evaluation& run, std::string_view name) {
    auto const self = std::static_pointer_cast<text_value const>(shared_from_this());
    if (name == "bindparams" || name == "params")
        return python::make_function(
            "bindparams(*binds, **names_to_values)",
            [self](python::evaluation& inside, python::bound_arguments const& given) {
                return bind_text(self, inside, given);
            },
            python::effect::none
        );
    if (name == "columns")
        return python::make_function(
            "columns(*cols, **types)",
            [self](python::evaluation& inside, python::bound_arguments const& given) {
                return make_columns(*self, inside, given);
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
    return expression_value::attribute(run, name);
}

bind_value::bind_value(declaration declared)
    : expression_value{{.kind = expression_kind::unresolved, .part = std::make_shared<bind_part const>(declared)}, declared.type},
      declared_{std::move(declared)} {}

expression_pointer bind_value::typed(type_pointer const& type) const {
    auto changed = declared_;
    if (!changed.type)
        changed.type = type;
    return std::make_shared<bind_value>(std::move(changed));
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
