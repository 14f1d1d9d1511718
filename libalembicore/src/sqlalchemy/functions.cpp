// sa.func: SQL functions by name.
#include "sqlalchemy/expression.hpp"

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

type_pointer simple_type(std::string name, std::string keyword, type_family family) {
    return std::make_shared<type_value>(
        std::move(name), schema::column_type{.keyword = std::move(keyword), .family = family}
    );
}

/// What the function gives, where SQLAlchemy knows it.
type_pointer result_type(std::string_view name, std::vector<expression_pointer> const& arguments) {
    static constexpr std::array<std::string_view, 6> of_first{"coalesce", "max", "min", "sum", "lower", "upper"};
    if (is_among(of_first, name) && !arguments.empty())
        return arguments.front()->value_type();
    if (name == "concat")
        return simple_type("String", "VARCHAR", type_family::string);
    if (name == "count" || name == "char_length")
        return simple_type("Integer", "INTEGER", type_family::integer);
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

    python::value make_function_call(
        python::evaluation& run, python::arguments const& given, std::vector<expression_pointer> arguments
    ) const {
        std::string name = rendered_name();
        std::string const folded = lower(name);
        if (path_.size() == 1 && is_among(without_parentheses, folded) && arguments.empty()) {
            std::transform(name.begin(), name.end(), name.begin(), [](char c) {
                return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
            });
            return make_expression(schema::sql_text(name), nullptr);
        }
        if (path_.size() == 1 && is_among(known_in_any_case, folded))
            name = folded;
        expression called{.kind = expression_kind::function, .text = name};
        for (auto const& argument : arguments)
            called.operands.push_back(argument->beside({"", -1}));
        if (folded == "count" && arguments.empty())
            called.operands.push_back(schema::sql_text("*"));
        type_pointer type = result_type(folded, arguments);
        for (auto const& [keyword, chosen] : given.keyword)
            type = required_type(run, chosen);
        return make_expression(std::move(called), std::move(type));
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
