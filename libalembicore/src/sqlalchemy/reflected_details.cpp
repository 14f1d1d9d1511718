#include "sqlalchemy/reflected_details.hpp"

#include "sqlalchemy/reflected_types.hpp"
#include "sqlalchemy/types.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::dict_table;
using python::evaluation;
using python::value;

value const& member(dict_table const& of, std::string_view name) {
    return *of.find(name);
}

bool holds_whole_numbers(value const& type) {
    auto const known = type.as<type_value>();
    if (!known)
        return false;
    auto const family = known->definition().family;
    return family == schema::type_family::integer || family == schema::type_family::small_integer ||
           family == schema::type_family::big_integer;
}

/// `nextval('s'::regclass)` of a table in a schema that was named: the schema before the sequence.
std::string with_schema(std::string text, std::string_view schema) {
    auto const begin = text.find("nextval('") + 9;
    auto const end = text.find('\'', begin);
    if (text.substr(begin, end - begin).find('.') == std::string::npos)
        text.insert(begin, '"' + std::string{schema} + "\".");
    return text;
}

value finish_column(evaluation& run, std::optional<std::string> const& schema, dict_table const& found) {
    dict_table column;
    auto const type = reflected_type(run, found);
    auto fallback = member(found, "default");
    bool const generated = member(found, "generated").text().value_or("") == "s";
    bool increments = !member(found, "identity").is_none();
    if (auto const text = fallback.text(); text && !generated && text->find("nextval('") != std::string_view::npos) {
        increments = increments || holds_whole_numbers(type);
        if (schema)
            fallback = with_schema(std::string{*text}, *schema);
    }
    column.set("name", member(found, "name"));
    column.set("type", type);
    column.set("nullable", !run.truth(member(found, "not_null")));
    column.set("default", generated ? value{} : fallback);
    column.set("autoincrement", increments);
    column.set("comment", member(found, "comment"));
    if (generated) {
        dict_table computed;
        computed.set("sqltext", member(found, "default"));
        computed.set("persisted", true);
        column.set("computed", value::dict(std::move(computed)));
    }
    if (!member(found, "identity").is_none())
        column.set("identity", member(found, "identity"));
    return value::dict(std::move(column));
}

/// `CHECK (…) NO INHERIT NOT VALID` taken apart.
struct check_definition {
    std::string text;
    bool no_inherit = false;
    bool not_valid = false;
};

bool take_end(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end))
        return false;
    text.remove_suffix(end.size());
    return true;
}

/// Whether the parenthesis at the beginning is closed by the one at the end; strings are gone over.
bool is_enclosed(std::string_view text) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')')
        return false;
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\'')
            quoted = !quoted;
        if (quoted)
            continue;
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth == 0)
            return at + 1 == text.size();
    }
    return false;
}

check_definition read_check(std::string_view text) {
    check_definition read;
    read.not_valid = take_end(text, " NOT VALID");
    read.no_inherit = take_end(text, " NO INHERIT");
    text.remove_prefix(std::min(text.find('('), text.size()));
    if (text.size() >= 2)
        text = text.substr(1, text.size() - 2);
    if (is_enclosed(text))
        text = text.substr(1, text.size() - 2);
    read.text = text;
    return read;
}

value finish_check(dict_table const& found) {
    auto const read = read_check(*member(found, "definition").text());
    dict_table check;
    check.set("name", member(found, "name"));
    check.set("sqltext", read.text);
    check.set("comment", member(found, "comment"));
    dict_table options;
    if (read.not_valid)
        options.set("not_valid", true);
    if (read.no_inherit)
        options.set("no_inherit", true);
    if (!options.empty())
        check.set("dialect_options", value::dict(std::move(options)));
    return value::dict(std::move(check));
}

/// The elements of an index, with what only some have.
struct index_elements {
    std::vector<value> keys;
    std::vector<value> names; ///< None where the element is an expression
    std::vector<value> included;
    dict_table sorting;
    dict_table classes;
    bool expressions = false;
};

value sorting_of(std::int64_t flags) {
    bool const descending = (flags & 1) != 0;
    bool const nulls_first = (flags & 2) != 0;
    std::vector<value> words;
    if (descending)
        words.emplace_back("desc");
    if (descending && !nulls_first)
        words.emplace_back("nulls_last");
    if (!descending && nulls_first)
        words.emplace_back("nulls_first");
    return value::tuple(std::move(words));
}

index_elements read_elements(evaluation& run, dict_table const& found) {
    index_elements read;
    auto const keys = static_cast<std::size_t>(*member(found, "keys").integer());
    for (auto const& item : *member(found, "elements").items()) {
        auto const& element = *item.mapping();
        auto const& text = member(element, "text");
        if (read.keys.size() == keys) {
            read.included.push_back(text);
            continue;
        }
        bool const expression = run.truth(member(element, "expression"));
        read.expressions = read.expressions || expression;
        read.keys.push_back(text);
        read.names.push_back(expression ? value{} : text);
        if (auto sorting = sorting_of(member(element, "flags").integer().value_or(0)); !sorting.items()->empty())
            read.sorting.set(text, std::move(sorting));
        if (!run.truth(member(element, "default_class")))
            read.classes.set(text, member(element, "class"));
    }
    return read;
}

value storage_options(evaluation& run, value const& given) {
    dict_table options;
    for (auto const& each : *given.items()) {
        auto const text = run.str(each);
        auto const equals = std::min(text.find('='), text.size());
        options.set(text.substr(0, equals), equals < text.size() ? text.substr(equals + 1) : std::string{});
    }
    return value::dict(std::move(options));
}

value finish_index(evaluation& run, dict_table const& found) {
    auto read = read_elements(run, found);
    dict_table index;
    index.set("name", member(found, "name"));
    index.set("unique", member(found, "unique"));
    index.set("column_names", value::list(read.names));
    if (read.expressions)
        index.set("expressions", value::list(read.keys));
    dict_table options;
    if (!read.classes.empty())
        options.set("postgresql_ops", value::dict(std::move(read.classes)));
    if (!read.sorting.empty())
        index.set("column_sorting", value::dict(std::move(read.sorting)));
    if (run.truth(member(found, "constraint")))
        index.set("duplicates_constraint", member(found, "name"));
    if (run.truth(member(found, "with")))
        options.set("postgresql_with", storage_options(run, member(found, "with")));
    if (member(found, "using").text() != "btree")
        options.set("postgresql_using", member(found, "using"));
    if (run.truth(member(found, "where")))
        options.set("postgresql_where", member(found, "where"));
    index.set("include_columns", value::list(read.included));
    options.set("postgresql_include", value::list(std::move(read.included)));
    if (run.truth(member(found, "nulls_not_distinct")))
        options.set("postgresql_nulls_not_distinct", true);
    index.set("dialect_options", value::dict(std::move(options)));
    return value::dict(std::move(index));
}

template <typename Finish>
value finish_each(value const& answered, Finish&& finish) {
    std::vector<value> all;
    for (auto const& item : *answered.items())
        all.push_back(finish(*item.mapping()));
    return value::list(std::move(all));
}

} // namespace

value finish_columns(evaluation& run, bound_arguments const& given, value const& answered) {
    auto const schema = given.optional_text("schema");
    return finish_each(answered, [&](dict_table const& found) { return finish_column(run, schema, found); });
}

value finish_checks(evaluation&, bound_arguments const&, value const& answered) {
    return finish_each(answered, finish_check);
}

value finish_indexes(evaluation& run, bound_arguments const&, value const& answered) {
    return finish_each(answered, [&](dict_table const& found) { return finish_index(run, found); });
}

} // namespace alembicore::sqlalchemy
