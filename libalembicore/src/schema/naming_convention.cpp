#include "schema/naming_convention.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <charconv>

namespace alembicore::schema {

namespace {

/// A token that counts columns: `column_0_name`, `referred_column_0_N_name`.
struct column_token {
    bool referred = false;
    std::size_t index = 0;
    std::optional<std::string> separator; ///< set: all columns, joined
    std::string attribute;                ///< name, key, label
};

std::optional<column_token> parse_column_token(std::string_view token) {
    column_token parsed;
    if (token.starts_with("referred_")) {
        parsed.referred = true;
        token.remove_prefix(9);
    }
    if (!token.starts_with("column_"))
        return std::nullopt;
    token.remove_prefix(7);
    auto const [rest, failure] = std::from_chars(token.data(), token.data() + token.size(), parsed.index);
    if (failure != std::errc{})
        return std::nullopt;
    token.remove_prefix(static_cast<std::size_t>(rest - token.data()));
    if (token.starts_with("_N_"))
        parsed.separator = "_";
    else if (token.starts_with("N_"))
        parsed.separator = "";
    if (parsed.separator)
        token.remove_prefix(parsed.separator->size() + 1);
    if (!token.starts_with('_'))
        return std::nullopt;
    parsed.attribute = token.substr(1);
    return parsed;
}

/// `schema_table_column`, the dots of the schema replaced.
std::string column_label(named_object const& object, identifier const& column) {
    std::string label;
    if (object.table.schema) {
        label = object.table.schema->text + '_';
        std::replace(label.begin(), label.end(), '.', '_');
    }
    return label + object.table.name.text + '_' + column.text;
}

error unknown_token(std::string_view token) {
    return error{
        errc::not_evaluable,
        "the naming convention uses %(" + std::string{token} + ")s, which only the project's Python code defines",
        "name the object in the revision, with op.f(\"…\")"};
}

error unknown_convention(naming_convention const& convention, bool named) {
    return error{
        errc::not_evaluable,
        std::string{named ? "a naming convention may change this name" : "a naming convention may give this a name"} +
            ", and it is not known: " + convention.unknown_because,
        "write the convention into the section [alembicore] of alembic.ini (naming_convention.pk = …, or "
        "naming_convention = none), or name the object with op.f(\"…\")"};
}

std::string attribute_of(named_object const& object, column_token const& token, identifier const& column) {
    if (token.attribute == "name" || (token.attribute == "key" && !token.referred))
        return column.text;
    if (token.attribute == "label" && !token.referred)
        return column_label(object, column);
    throw unknown_token("column_" + std::to_string(token.index) + "_" + token.attribute);
}

std::string expand_columns(named_object const& object, column_token const& token) {
    auto const& columns = token.referred ? object.referred_columns : object.columns;
    if (!token.separator)
        return token.index < columns.size() ? attribute_of(object, token, columns[token.index]) : std::string{};
    std::string joined;
    for (auto const& column : columns)
        joined += (&column == &columns.front() ? "" : *token.separator) + attribute_of(object, token, column);
    return joined;
}

std::string expand_token(std::string_view token, named_object const& object, std::optional<object_name> const& given) {
    if (token == "table_name")
        return object.table.name.text;
    if (token == "constraint_name") {
        if (!given)
            throw error{
                errc::python_exception,
                "InvalidRequestError: Naming convention including %(constraint_name)s token requires that "
                "constraint is explicitly named.",
                "give the constraint a name"};
        return given->name.text;
    }
    if (token == "referred_table_name" && object.referred_table)
        return object.referred_table->text;
    if (auto const columns = parse_column_token(token))
        return expand_columns(object, *columns);
    throw unknown_token(token);
}

std::string expand(std::string_view pattern, named_object const& object, std::optional<object_name> const& given) {
    std::string name;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '%') {
            name += pattern[at];
            continue;
        }
        auto const end = pattern.find(")s", at);
        if (pattern.substr(at, 2) == "%%")
            name += pattern[at++];
        else if (pattern.substr(at, 2) == "%(" && end != std::string_view::npos) {
            name += expand_token(pattern.substr(at + 2, end - at - 2), object, given);
            at = end + 1;
        } else
            throw unknown_token(pattern.substr(at));
    }
    return name;
}

} // namespace

std::optional<object_name>
apply_convention(naming_convention const& convention, named_object const& object, std::optional<object_name> given) {
    bool const final_name = object.kind.empty() || (given && given->origin == name_origin::generated);
    if (final_name)
        return given;
    // Conventions change the names of checks, and leave other names that are given alone.
    if (!convention.unknown_because.empty() && (!given || object.kind == "ck"))
        throw unknown_convention(convention, given.has_value());
    auto const* pattern = convention.find(object.kind);
    if (pattern == nullptr || (given && pattern->find("constraint_name") == std::string::npos))
        return given;
    return object_name{.name = {expand(*pattern, object, given), {}}, .origin = name_origin::generated};
}

naming_convention with_default_index_name(naming_convention convention) {
    if (convention.templates.empty())
        convention.templates.emplace("ix", "ix_%(column_0_label)s");
    return convention;
}

} // namespace alembicore::schema
