// Types that are objects of the database: enums and domains.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"
#include "sqlalchemy/types.hpp"

#include "python/user_class.hpp"

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::type_family;
using made_type = std::shared_ptr<type_value>;

/// Labels, and the Python class they come from with the members that they stand for.
struct labels {
    std::vector<std::string> texts;
    std::vector<python::value> members{};
    python::value enum_class{};
    std::string class_name{}; ///< in lower case
    std::string unwritable{}; ///< the first label that cannot be written; empty = none
};

std::string label_text(evaluation& run, python::value const& label) {
    if (auto const text = label.text())
        return std::string{*text};
    throw python::not_evaluable("an Enum with the label " + run.repr(label) + " is not known exactly");
}

/// SQLAlchemy asks labels for their length and hash only, which a tuple has, until it writes them.
void read_label(evaluation& run, python::value const& label, labels& into) {
    if (label.get_if<python::tuple_pointer>() == nullptr) {
        into.texts.push_back(label_text(run, label));
        return;
    }
    into.texts.push_back(run.repr(label));
    if (into.unwritable.empty())
        into.unwritable = into.texts.back();
}

python::value const& keyword_or_none(bound_arguments const& given, std::string_view name) {
    static python::value const none;
    auto const* found = given.keywords().find(name);
    return found == nullptr ? none : *found;
}

bool flag(evaluation& run, bound_arguments const& given, std::string_view name, bool otherwise) {
    auto const* found = given.keywords().find(name);
    return found == nullptr ? otherwise : run.truth(*found);
}

std::string lower_name(evaluation& run, python::value const& enum_class) {
    std::string lower;
    auto const name = run.attribute(enum_class, "__name__");
    if (auto const text = name ? name->text() : std::nullopt)
        for (char const c : *text)
            lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return lower;
}

/// The names of the members of an enum class, or what its `values_callable` makes of it.
labels labels_of_class(evaluation& run, python::dict_table const& members, bound_arguments const& given) {
    labels read;
    read.enum_class = given.rest().front();
    read.class_name = lower_name(run, read.enum_class);
    bool const aliases = !flag(run, given, "omit_aliases", true);
    std::vector<std::string> names;
    members.for_each([&](python::value const& name, python::value const& member) {
        auto const own_name = run.attribute(member, "name");
        if (!aliases && (!own_name || own_name->text() != name.text()))
            return;
        names.push_back(label_text(run, name));
        read.members.push_back(member);
    });
    auto const& callable = keyword_or_none(given, "values_callable");
    if (callable.is_none()) {
        read.texts = std::move(names);
        return read;
    }
    for (auto const& value : run.collect(run.call(callable, {.positional = {read.enum_class}, .keyword = {}})))
        read.texts.push_back(label_text(run, value));
    return read;
}

labels read_labels(evaluation& run, bound_arguments const& given) {
    auto const values = given.rest();
    if (values.size() == 1 && values.front().as<python::type_object>())
        if (auto const members = run.attribute(values.front(), "__members__"); members && members->mapping())
            return labels_of_class(run, *members->mapping(), given);
    labels read;
    for (auto const& value : values)
        read_label(run, value, read);
    return read;
}

std::optional<schema::identifier> schema_of(bound_arguments const& given) {
    if (auto named = identifier_of(keyword_or_none(given, "schema")))
        return named;
    if (auto const metadata = keyword_or_none(given, "metadata").as<metadata_value>())
        return metadata->schema();
    return std::nullopt;
}

schema::identifier enum_name(bound_arguments const& given, labels const& read) {
    if (given.keywords().find(std::string_view{"name"}) == nullptr)
        return {read.texts.empty() ? std::string{} : read.class_name, {}};
    auto name = identifier_of(keyword_or_none(given, "name")).value_or(schema::identifier{});
    if (auto const quote = keyword_or_none(given, "quote").boolean())
        name.quote = quote;
    return name;
}

/// What evaluated code and data statements ask an enum.
type_traits enum_traits(evaluation& run, bound_arguments const& given, labels const& read) {
    std::vector<python::value> values;
    for (auto const& label : read.texts)
        values.emplace_back(label);
    auto const name = enum_name(given, read);
    auto const schema = schema_of(given);
    type_traits traits;
    traits.attributes = {
        {"enums", python::value::list(std::move(values))},
        {"name", name.text.empty() ? python::value{} : python::value{name.text}},
        {"schema", schema ? python::value{schema->text} : python::value{}},
        {"enum_class", read.enum_class},
        {"native_enum", flag(run, given, "native_enum", true)},
        {"create_type", flag(run, given, "create_type", true)},
        {"metadata", keyword_or_none(given, "metadata")},
        {"inherit_schema", flag(run, given, "inherit_schema", false)},
    };
    for (std::size_t i = 0; i < read.members.size() && i < read.texts.size(); ++i)
        traits.members.emplace_back(read.members[i], read.texts[i]);
    return traits;
}

std::size_t characters(std::string const& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

/// `native_enum=False`: VARCHAR of the longest label, and a CHECK where one is asked for.
made_type non_native_enum(evaluation& run, bound_arguments const& given, labels const& read) {
    if (!read.unwritable.empty())
        throw python::not_evaluable("an Enum with the label " + read.unwritable + " is not known exactly");
    std::size_t longest = 0;
    for (auto const& label : read.texts)
        longest = std::max(longest, characters(label));
    schema::column_type type;
    type.keyword = "VARCHAR";
    type.family = type_family::enumeration;
    auto traits = enum_traits(run, given, read);
    traits.check_first = false;
    if (auto const* length = given.keywords().find(std::string_view{"length"});
        length != nullptr && length->integer()) {
        if (*length->integer() < static_cast<std::int64_t>(longest))
            throw python::value_error(
                "When provided, length must be larger or equal than the length of the longest enum value"
            );
        longest = static_cast<std::size_t>(*length->integer());
    }
    traits.attributes.emplace_back("length", longest);
    if (longest != 0)
        type.arguments.push_back(std::to_string(longest));
    if (flag(run, given, "create_constraint", false)) {
        auto const name = enum_name(given, read);
        traits.check =
            type_check{name.text.empty() ? std::nullopt : std::optional{schema::object_name{.name = name}}, read.texts};
    }
    return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
}

made_type native_enum(evaluation& run, bound_arguments const& given, labels const& read, bool created_with_table) {
    auto const name = enum_name(given, read);
    schema::column_type type;
    type.family = type_family::enumeration;
    type.enumeration = std::make_shared<schema::enumeration const>(schema::enumeration{
        .name = {.name = name, .schema = schema_of(given)},
        .labels = read.texts,
        .unwritable = read.unwritable,
        .creation = created_with_table && keyword_or_none(given, "metadata").is_none()
                        ? schema::type_creation::with_table
                        : schema::type_creation::apart,
    });
    auto traits = enum_traits(run, given, read);
    traits.inherits_schema = flag(run, given, "inherit_schema", false);
    return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
}

made_type with_check_first(made_type const& made, bool check_first) {
    type_traits traits = made->traits();
    traits.check_first = check_first;
    return std::make_shared<type_value>(made->type_name(), made->definition(), std::move(traits));
}

/// Enum(enum.Enum, …) stands for the enum of an annotation: it keeps how one is made of it.
made_type enum_of_annotations(bound_arguments const& given) {
    type_traits traits;
    traits.generic = python::value::dict(given.keywords());
    return std::make_shared<type_value>(
        given.declared().name(), schema::column_type{.family = type_family::unknown}, std::move(traits)
    );
}

bool is_enum_itself(bound_arguments const& given) {
    auto const type = given.rest().size() == 1 ? given.rest().front().as<python::type_object>() : nullptr;
    return type && type->name() == "Enum" && type->bases().size() == 1 && type->bases().front()->name() == "object";
}

made_type generic_enum(evaluation& run, bound_arguments const& given) {
    if (is_enum_itself(given))
        return enum_of_annotations(given);
    auto const read = read_labels(run, given);
    if (!flag(run, given, "native_enum", true))
        return non_native_enum(run, given, read);
    return with_check_first(native_enum(run, given, read, true), false);
}

made_type postgresql_enum(evaluation& run, bound_arguments const& given) {
    if (is_enum_itself(given))
        return enum_of_annotations(given);
    return with_check_first(
        native_enum(run, given, read_labels(run, given), flag(run, given, "create_type", true)), true
    );
}

made_type domain_type(evaluation& run, bound_arguments const& given) {
    schema::domain made;
    made.name = {.name = required_identifier(given, "name"), .schema = optional_identifier(given, "schema")};
    made.base = required_type(run, given["data_type"])->type_in(std::nullopt);
    made.collation = optional_identifier(given, "collation");
    if (!given["default"].is_none())
        made.default_value = default_expression(run, given["default"]);
    made.constraint_name = optional_object_name(given, "constraint_name");
    made.not_null = !given["not_null"].is_none() && run.truth(given["not_null"]);
    if (!given["check"].is_none())
        made.check = ddl_expression(run, given["check"]);
    if (!run.truth(given["create_type"]) || !given["metadata"].is_none())
        made.creation = schema::type_creation::apart;
    schema::column_type type;
    type.family = type_family::domain;
    type.domain = std::make_shared<schema::domain const>(std::move(made));
    type_traits traits;
    traits.check_first = true;
    return std::make_shared<type_value>("DOMAIN", std::move(type), std::move(traits));
}

constexpr std::array<std::string_view, 3> generic_modules{"sqlalchemy", "sqlalchemy.types", "sqlalchemy.sql.sqltypes"};
constexpr std::array<std::string_view, 3> postgresql_modules{
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.postgresql.base",
    "sqlalchemy.dialects.postgresql.named_types"};

/// CreateEnumType(type), DropEnumType(type): the statement alone, whether or not the type is there.
template <typename Operation>
python::value type_element(evaluation& run, bound_arguments const& given) {
    auto const type = required_type(run, given["element"])->type_in(std::nullopt);
    if (!type.enumeration)
        throw given.refusal("element", "not an ENUM");
    return std::make_shared<ddl_element>(Operation{.type = type});
}

} // namespace

void add_named_types(python::module_registry& modules) {
    type_row const generic[] = {{"Enum(*enums, **kw)", generic_enum, "String"}};
    add_types(modules, generic_modules, generic);
    type_row const postgresql[] = {
        {"ENUM(*enums, **kw)", postgresql_enum, "Enum"},
        {"DOMAIN(name, data_type, *, collation=None, default=None, constraint_name=None, not_null=None, check=None, "
         "create_type=True, schema=None, metadata=None, quote=None)",
         domain_type,
         "SchemaType"},
    };
    add_types(modules, postgresql_modules, postgresql);
    for (auto const where : postgresql_modules) {
        auto& module = modules.module(where);
        module.function("CreateEnumType(element)", type_element<operation::create_type>, python::effect::none);
        module.function("DropEnumType(element)", type_element<operation::drop_type>, python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
