// sa.func: SQL functions by name.
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/function_value.hpp"
#include "sqlalchemy/labels.hpp"

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;
using schema::type_family;

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return result;
}

std::string upper(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    });
    return result;
}

/// Functions that SQL writes without parentheses.
constexpr std::array<std::string_view, 9> without_parentheses{
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "localtime",
    "localtimestamp",
    "session_user",
    "sysdate",
    "user"};

/// Functions of text search: the first of several arguments is a configuration.
constexpr std::array<std::string_view, 5> with_configuration{
    "to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery"};

/// Functions that SQLAlchemy knows whatever the case they are written in.
constexpr std::array<std::string_view, 20> known_in_any_case{
    "array_agg",       "char_length",     "coalesce", "concat", "count",  "cube", "cume_dist",
    "dense_rank",      "grouping_sets",   "max",      "min",    "mode",   "now",  "percent_rank",
    "percentile_cont", "percentile_disc", "random",   "rank",   "rollup", "sum"};

template <std::size_t Count>
bool is_among(std::array<std::string_view, Count> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
    });
}

type_pointer timestamp_type() {
    schema::column_type type{.keyword = "TIMESTAMP", .family = type_family::timestamp};
    type.suffix = "WITH TIME ZONE";
    return std::make_shared<type_value>("DateTime", std::move(type));
}

type_pointer array_of(type_pointer const& element) {
    schema::column_type type{.family = type_family::array};
    type.element = std::make_shared<schema::column_type const>(element ? element->definition() : schema::column_type{});
    return std::make_shared<type_value>("ARRAY", std::move(type));
}

/// What the function gives, where SQLAlchemy knows it.
type_pointer result_type(std::string_view name, std::vector<expression_pointer> const& arguments) {
    static constexpr std::array<std::string_view, 4> of_first{"coalesce", "max", "min", "sum"};
    if (is_among(of_first, name)) {
        for (auto const& argument : arguments)
            if (argument->value_type())
                return argument->value_type();
        return nullptr;
    }
    if (name == "concat")
        return string_type();
    if (name == "count" || name == "char_length" || name == "rank" || name == "dense_rank")
        return integer_type();
    if (name == "now" || name == "current_timestamp")
        return timestamp_type();
    if (name == "current_date")
        return type_of_keyword("Date", "DATE", type_family::date);
    if (name == "array_agg" && !arguments.empty())
        return array_of(arguments.front()->value_type());
    return nullptr;
}

/// func.name, func.package.name: called, it makes the function.
class function_name final : public python::object {
public:
    explicit function_name(std::vector<std::string> path) : path_{std::move(path)} {}

    [[nodiscard]] std::string type_name() const override { return "_FunctionGenerator"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation&, std::string_view name) override {
        if (name.starts_with("__"))
            return std::nullopt;
        auto path = path_;
        path.emplace_back(name.ends_with('_') ? name.substr(0, name.size() - 1) : name);
        return python::value{std::make_shared<function_name>(std::move(path))};
    }

    python::value call(python::evaluation& run, python::arguments const& given) override {
        if (path_.empty())
            refuse("calling");
        for (auto const& [keyword, ignored] : given.keyword)
            if (keyword != "type_")
                refuse("keyword arguments of");
        if (path_.size() == 1)
            if (auto made = make_construct(lower(path_.front()), run, given.positional))
                return made;
        std::vector<expression_pointer> arguments;
        for (auto const& each : given.positional)
            arguments.push_back(coerce(run, each));
        return make_function_call(run, given, std::move(arguments));
    }

private:
    [[nodiscard]] std::string rendered_name() const {
        std::string name;
        for (auto const& part : path_) {
            if (!is_plain(part))
                refuse("the name of");
            name += (name.empty() ? "" : ".") + part;
        }
        return name;
    }

    /// func.cast and func.extract are what sa.cast and sa.extract are.
    static expression_pointer
    make_construct(std::string_view name, python::evaluation& run, std::vector<python::value> const& given) {
        if (name == "cast" && given.size() == 2) {
            auto const type = required_type(run, given.back());
            return cast_to(*coerce(run, given.front(), type), type);
        }
        if (name == "extract" && given.size() == 2 && given.front().text())
            return make_extract(std::string{*given.front().text()}, *coerce(run, given.back()));
        return nullptr;
    }

    /// SUBSTRING(a FROM 1 FOR 2)
    static expression substring(std::vector<expression> const& arguments) {
        expression parts{
            .kind = expression_kind::select, .operands = {arguments[0], schema::sql_text(" FROM "), arguments[1]}};
        if (arguments.size() > 2) {
            parts.operands.push_back(schema::sql_text(" FOR "));
            parts.operands.push_back(arguments[2]);
        }
        return {.kind = expression_kind::function, .text = "SUBSTRING", .operands = {std::move(parts)}};
    }

    python::value make_function_call(
        python::evaluation& run, python::arguments const& given, std::vector<expression_pointer> arguments
    ) const {
        std::string name = rendered_name();
        std::string const folded = lower(name);
        bool const alone = path_.size() == 1;
        if (alone && is_among(with_configuration, folded) && given.positional.size() > 1)
            arguments.front() = bound_value(
                run, given.positional.front(), type_of_keyword("REGCONFIG", "REGCONFIG", type_family::other)
            );
        type_pointer type = alone ? result_type(folded, arguments) : nullptr;
        for (auto const& [keyword, chosen] : given.keyword)
            type = required_type(run, chosen);
        if (alone && is_among(without_parentheses, folded) && arguments.empty())
            return std::make_shared<unnamed_expression>(
                schema::sql_text(upper(name)), std::move(type), operators::atom, folded
            );
        if (alone && is_among(known_in_any_case, folded))
            name = folded;
        if (alone && folded == "aggregate_strings")
            name = "string_agg";
        expression called{.kind = expression_kind::function, .text = name};
        for (auto const& argument : arguments)
            called.operands.push_back(argument->beside(operators::comma));
        if (alone && folded == "count" && arguments.empty())
            called.operands.push_back(schema::sql_text("*"));
        if (alone && folded == "substring" && arguments.size() > 1)
            return std::make_shared<unnamed_expression>(
                substring(called.operands), std::move(type), operators::atom, folded
            );
        return std::make_shared<function_value>(std::move(called), std::move(type));
    }

    std::vector<std::string> path_;
};

} // namespace

void add_functions(python::module_registry& modules) {
    auto const func = std::make_shared<function_name>(std::vector<std::string>{});
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.sql.functions"})
        modules.module(where).set("func", func);
    for (auto const* name : {"now", "count", "max", "min", "sum", "coalesce", "concat", "current_timestamp"})
        modules.module("sqlalchemy.sql.functions")
            .set(name, std::make_shared<function_name>(std::vector<std::string>{name}));
}

} // namespace alembicore::sqlalchemy
